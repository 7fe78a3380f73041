package io.remine.bench.encodings;

import io.remine.streams.beir.Collection;
import io.remine.streams.beir.Document;
import io.remine.streams.readers.DictionaryTask;
import io.remine.streams.readers.Lookup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Texts to encode: documents, and queries that somebody asks of them. */
record Texts(String name, List<Document> documents, List<String> queries) {

    Texts {
        documents = List.copyOf(documents);
        queries = List.copyOf(queries);
        if (documents.isEmpty() || queries.isEmpty()) {
            throw new IllegalArgumentException("%s has %d documents and %d queries; some of both are needed"
                    .formatted(name, documents.size(), queries.size()));
        }
    }

    /** A collection in BEIR's layout, and the first of its test queries. */
    static Texts ofCollection(Path directory, int queries) throws IOException {
        Collection collection = Collection.read(directory);
        List<String> asked = collection.split("test").stream()
                .limit(queries)
                .map(query -> query.text())
                .toList();
        return new Texts(collection.name(), collection.documents(), asked);
    }

    /** Glosses of the dictionary that the demo learns, and lookups of them. */
    static Texts ofDictionary(int documents, int queries, long seed) {
        DictionaryTask task = DictionaryTask.load(documents, seed);
        List<Document> glosses = task.documents().stream()
                .map(gloss -> new Document(gloss.id().value(), gloss.text()))
                .toList();
        List<String> asked =
                task.heldOut().stream().limit(queries).map(Lookup::text).toList();
        return new Texts("dictionary", glosses, asked);
    }
}
