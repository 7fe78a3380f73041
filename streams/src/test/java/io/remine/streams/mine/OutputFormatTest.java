package io.remine.streams.mine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.streams.beir.Document;
import io.remine.streams.mine.Mined.Passage;
import io.remine.streams.mine.OutputFormat.Style;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputFormatTest {

    private static final Style TEXTS = new Style(false, false);
    private static final Style IDS = new Style(true, false);
    private static final Style SCORED_IDS = new Style(true, true);

    private static final AskedQuery QUERY = new AskedQuery("q", "slope", List.of("p1", "p2"), "queries, line 1");
    private static final Passage P1 = new Passage(new Document("p1", "hillside"), 0.75f, true);
    private static final Passage P2 = new Passage(new Document("p2", "bank"), 0.5f, true);
    private static final Passage N1 = new Passage(new Document("n1", "money"), 0.25f, false);
    private static final Passage N2 = new Passage(new Document("n2", "loan"), 0.125f, false);
    private static final Mined MINED = new Mined(QUERY, List.of(P1, P2), List.of(N1, N2));

    @Test
    void aTripletIsMadeOfEachPositiveAndNegative() {
        assertThat(lines(OutputFormat.TRIPLET, MINED, 2, IDS))
                .containsExactly(
                        "{'query':'q','positive':'p1','negative':'n1'}",
                        "{'query':'q','positive':'p1','negative':'n2'}",
                        "{'query':'q','positive':'p2','negative':'n1'}",
                        "{'query':'q','positive':'p2','negative':'n2'}");
        assertThat(lines(OutputFormat.TRIPLET, MINED, 2, TEXTS))
                .first()
                .isEqualTo("{'query':'slope','positive':'hillside','negative':'money'}");
        assertThat(lines(OutputFormat.TRIPLET, MINED, 2, SCORED_IDS))
                .first()
                .isEqualTo("{'query':'q','positive':'p1','negative':'n1','positive_score':0.75,'negative_score':0.25}");
    }

    @Test
    void aTupleIsMadeOfEachPositiveIfThereAreEnoughNegatives() {
        assertThat(lines(OutputFormat.N_TUPLE, MINED, 2, IDS))
                .containsExactly(
                        "{'query':'q','positive':'p1','negative_1':'n1','negative_2':'n2'}",
                        "{'query':'q','positive':'p2','negative_1':'n1','negative_2':'n2'}");
        assertThat(lines(OutputFormat.N_TUPLE, MINED, 2, SCORED_IDS))
                .first()
                .asString()
                .endsWith("'scores':[0.75,0.25,0.125]}");
        assertThat(lines(OutputFormat.N_TUPLE, MINED, 3, IDS))
                .as("two of three asked for")
                .isEmpty();
    }

    @Test
    void aPairIsMadeOfEachDocument() {
        assertThat(lines(OutputFormat.LABELED_PAIR, MINED, 3, SCORED_IDS))
                .containsExactly(
                        "{'query':'q','document':'p1','label':1,'score':0.75}",
                        "{'query':'q','document':'p2','label':1,'score':0.5}",
                        "{'query':'q','document':'n1','label':0,'score':0.25}",
                        "{'query':'q','document':'n2','label':0,'score':0.125}");
    }

    @Test
    void aListIsMadeOfEachPositiveWithAllNegatives() {
        assertThat(lines(OutputFormat.LABELED_LIST, MINED, 3, SCORED_IDS))
                .containsExactly(
                        "{'query':'q','documents':['p1','n1','n2'],'labels':[1,0,0],'scores':[0.75,0.25,0.125]}",
                        "{'query':'q','documents':['p2','n1','n2'],'labels':[1,0,0],'scores':[0.5,0.25,0.125]}");
    }

    @Test
    void aListThatIncludesPositivesIsTheRanking() {
        Mined ranked = new Mined(QUERY, List.of(P1, P2), List.of(P1, N1, P2));
        assertThat(OutputFormat.LABELED_LIST.records(ranked, 3, true, IDS))
                .extracting(OutputFormatTest::line)
                .containsExactly("{'query':'q','documents':['p1','n1','p2'],'labels':[1,0,1]}");
    }

    @Test
    void labelsNeedNoPositiveAndNothingIsWrittenWithoutNegatives() {
        Mined unjudged = new Mined(QUERY, List.of(), List.of(N1));
        assertThat(lines(OutputFormat.LABELED_LIST, unjudged, 1, IDS))
                .containsExactly("{'query':'q','documents':['n1'],'labels':[0]}");
        assertThat(lines(OutputFormat.LABELED_PAIR, unjudged, 1, IDS))
                .containsExactly("{'query':'q','document':'n1','label':0}");
        Mined none = new Mined(QUERY, List.of(P1), List.of());
        for (OutputFormat format : OutputFormat.values()) {
            assertThat(lines(format, none, 1, IDS)).isEmpty();
        }
    }

    private static List<String> lines(OutputFormat format, Mined mined, int negatives, Style style) {
        return format.records(mined, negatives, false, style).stream()
                .map(OutputFormatTest::line)
                .toList();
    }

    private static String line(ObjectNode node) {
        return node.toString().replace('"', '\'');
    }
}
