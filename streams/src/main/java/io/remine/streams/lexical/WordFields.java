package io.remine.streams.lexical;

import io.remine.state.index.Filter;
import io.remine.state.index.IndexView;
import io.remine.state.record.Attributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;

/** How documents are written for Lucene, and queries asked of it. Words are Unicode's (UAX #29), in lower case, not stemmed. */
final class WordFields {

    private static final String TEXT = "text";
    private static final String SCOPE = "scope";
    private static final String ATTRIBUTE = "attribute";

    /** Stands for the scope of a document without one: a scope is never empty. */
    private static final String NO_SCOPE = "";
    /** Between an attribute's name and value, neither of which holds it. */
    private static final char SEPARATOR = '\0';

    private static final Analyzer ANALYZER = new StandardAnalyzer();

    private WordFields() {}

    static Analyzer analyzer() {
        return ANALYZER;
    }

    /** The document in this row; nothing of it is stored. */
    static Document document(IndexView view, int row) {
        Document document = new Document();
        document.add(new TextField(TEXT, view.text(row), Field.Store.NO));
        document.add(new StringField(SCOPE, view.scope(row).orElse(NO_SCOPE), Field.Store.NO));
        Attributes attributes = view.attributes(row);
        attributes
                .values()
                .forEach((name, values) -> values.forEach(
                        value -> document.add(new StringField(ATTRIBUTE, name + SEPARATOR + value, Field.Store.NO))));
        return document;
    }

    /** Documents with any of the words, among those that the query may see and that pass the filter. */
    static Query query(String text, List<String> scopes, Filter filter) {
        Query words = new QueryBuilder(ANALYZER).createBooleanQuery(TEXT, text);
        if (words == null) {
            return new MatchNoDocsQuery("no words in the query");
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder().add(words, Occur.MUST);
        if (!scopes.isEmpty()) {
            List<String> visible = new ArrayList<>(scopes);
            visible.add(NO_SCOPE);
            query.add(anyOf(SCOPE, visible), Occur.FILTER);
        }
        for (Map.Entry<String, ? extends Collection<String>> clause :
                filter.anyOf().entrySet()) {
            query.add(
                    anyOf(
                            ATTRIBUTE,
                            clause.getValue().stream()
                                    .map(value -> clause.getKey() + SEPARATOR + value)
                                    .toList()),
                    Occur.FILTER);
        }
        return query.build();
    }

    private static Query anyOf(String field, List<String> values) {
        return new TermInSetQuery(field, values.stream().map(BytesRef::new).toList());
    }
}
