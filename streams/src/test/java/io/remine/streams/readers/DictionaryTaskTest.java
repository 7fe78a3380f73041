package io.remine.streams.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.record.DocumentId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DictionaryTaskTest {

    private static final WordNet WORD_NET = WordNet.load();
    private static final DictionaryTask TASK = DictionaryTask.of(WORD_NET, 10_000, 1);

    @Test
    void aGlossIsTheDefinitionWithoutItsExamples() {
        String gloss = "any impure substance; \"dross of the ore\"; \"a lot of dross\"";

        assertThat(WordNet.definition(gloss)).isEqualTo("any impure substance");
        assertThat(WordNet.examples(gloss)).containsExactly("dross of the ore", "a lot of dross");
        assertThat(WordNet.definition("without example; or so")).isEqualTo("without example; or so");
    }

    @Test
    void aWordIsFoundInTheFormsThatItTakes() {
        assertThat(stands("He sat on the Banks.", Inflections.ofNoun("bank", Set.of())))
                .isTrue();
        assertThat(stands("two boxes, many ladies", Inflections.ofNoun("box", Set.of())))
                .isTrue();
        assertThat(stands("two boxes, many ladies", Inflections.ofNoun("lady", Set.of())))
                .isTrue();
        assertThat(stands("she was setting up the tent", Inflections.ofVerb("set up", Set.of())))
                .isTrue();
        assertThat(stands("he was making hay", Inflections.ofVerb("make", Set.of())))
                .isTrue();
        assertThat(stands("the bird sang", Inflections.ofVerb("sing", Set.of("sang"))))
                .isTrue();
        assertThat(stands("embankment", Inflections.ofNoun("bank", Set.of()))).isFalse();
    }

    @Test
    void thereAreExactlyAsManyDocumentsAsAskedForAndNoneTwice() {
        assertThat(TASK.documents()).hasSize(10_000);
        assertThat(ids(TASK)).hasSize(10_000);
    }

    @Test
    void everySenseOfEveryWordIsADocument() {
        Set<DocumentId> ids = ids(TASK);
        assertThat(Stream.concat(TASK.training().stream(), TASK.heldOut().stream()))
                .allMatch(lookup -> ids.containsAll(lookup.senses()));
    }

    @Test
    void aboutFifteenPercentOfTheWordsAreHeldOutAndNeverRead() {
        Set<String> read = words(TASK.training());
        Set<String> heldOut = words(TASK.heldOut());

        assertThat(read).doesNotContainAnyElementsOf(heldOut);
        assertThat(heldOut.size() / (double) (read.size() + heldOut.size())).isBetween(0.12, 0.18);
        assertThat(TASK.heldOut()).hasSizeBetween(1_800, 2_800);
    }

    @Test
    void theSameSeedGivesTheSameTask() {
        assertThat(DictionaryTask.of(WORD_NET, 10_000, 1)).isEqualTo(TASK);
        assertThat(DictionaryTask.of(WORD_NET, 10_000, 2).training()).isNotEqualTo(TASK.training());
    }

    @Test
    void aSmallTaskHasBothKindsOfWords() {
        for (long seed = 1; seed <= 20; seed++) {
            DictionaryTask small = DictionaryTask.of(WORD_NET, 300, seed);
            assertThat(small.documents()).as("seed %d", seed).hasSize(300);
            assertThat(small.training()).as("seed %d", seed).hasSizeGreaterThan(100);
            assertThat(small.heldOut()).as("seed %d", seed).hasSizeGreaterThan(5);
        }
    }

    @Test
    void aTaskThatTheDictionaryCannotMakeIsRefused() {
        assertThatThrownBy(() -> DictionaryTask.of(WORD_NET, 99, 1))
                .hasMessageContaining("99 documents; the dictionary");
        assertThatThrownBy(() -> DictionaryTask.of(WORD_NET, 33_001, 1)).hasMessageContaining("100 to 33000");
    }

    @Test
    void theLargestTaskExists() {
        assertThat(DictionaryTask.of(WORD_NET, DictionaryTask.MAX_DOCUMENTS, 1).documents())
                .hasSize(DictionaryTask.MAX_DOCUMENTS);
    }

    @Test
    void readersGoThroughAllLookupsBeforeTheyRepeatOne() {
        LookupStream stream = TASK.stream(new Random(1));
        int size = TASK.training().size();
        List<Lookup> first = Stream.generate(stream::next).limit(size).toList();
        List<Lookup> second = Stream.generate(stream::next).limit(size).toList();

        assertThat(first).isEqualTo(TASK.training());
        assertThat(second).isNotEqualTo(first);
        assertThat(times(second)).isEqualTo(times(first));
    }

    @Test
    void theUsualReaderIsUsuallyRight() {
        Random random = new Random(5);
        long right = 0;
        long clicks = 0;
        for (Lookup lookup : TASK.training()) {
            OptionalInt click = Reader.USUAL.click(lookup.senses(), lookup.right(), random);
            if (click.isPresent()) {
                clicks++;
                right += lookup.senses().get(click.getAsInt()).equals(lookup.right()) ? 1 : 0;
            }
        }
        assertThat(right / (double) clicks).isBetween(0.85, 0.90);
        assertThat(clicks / (double) TASK.training().size()).isGreaterThan(0.6);
    }

    /** How often each stands in the list. */
    private static Map<Lookup, Long> times(List<Lookup> lookups) {
        return lookups.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static boolean stands(String sentence, Set<String> forms) {
        return Inflections.standIn(Inflections.words(sentence), forms);
    }

    private static Set<DocumentId> ids(DictionaryTask task) {
        return task.documents().stream().map(Gloss::id).collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<String> words(List<Lookup> lookups) {
        return lookups.stream().map(Lookup::word).collect(Collectors.toSet());
    }
}
