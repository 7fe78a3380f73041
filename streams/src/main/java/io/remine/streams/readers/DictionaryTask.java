package io.remine.streams.readers;

import io.remine.state.record.DocumentId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Dictionary lookup in context: find the gloss that says what a word means in its sentence.
 *
 * <p>Every sense of every word that is looked up is among the documents. Of 15 % of the words no lookup is ever read: on
 * these the trained retriever is judged, so what it has learnt must carry over from other words.
 *
 * @param training the lookups of the other words, in the order they are read in
 * @param heldOut the lookups of the words that are held out
 */
public record DictionaryTask(List<Gloss> documents, List<Lookup> training, List<Lookup> heldOut) {

    /** Fewest documents that make a task: enough for several words on either side. */
    public static final int MIN_DOCUMENTS = 100;
    /** Most documents: about as many senses as ambiguous words with an example have. */
    public static final int MAX_DOCUMENTS = 33_000;

    private static final int HELD_OUT_PERCENT = 15;

    public DictionaryTask {
        documents = List.copyOf(documents);
        training = List.copyOf(training);
        heldOut = List.copyOf(heldOut);
    }

    /** The task over exactly this many documents; the same for the same seed. */
    public static DictionaryTask load(int documents, long seed) {
        return of(WordNet.load(), documents, seed);
    }

    static DictionaryTask of(WordNet wordNet, int documents, long seed) {
        if (documents < MIN_DOCUMENTS || documents > MAX_DOCUMENTS) {
            throw new IllegalArgumentException("%d documents; the dictionary makes a task of %d to %d"
                    .formatted(documents, MIN_DOCUMENTS, MAX_DOCUMENTS));
        }
        Random random = new Random(seed);
        List<WordNet.Entry> candidates = new ArrayList<>(wordNet.words());
        Collections.shuffle(candidates, random);
        candidates.sort(
                Comparator.comparingDouble(WordNet.Entry::usagesPerSense).reversed());

        Set<DocumentId> chosen = new LinkedHashSet<>();
        for (WordNet.Entry word : candidates) {
            if (chosen.size() + missing(word, chosen) <= documents) {
                chosen.addAll(word.senses());
            }
        }
        fill(chosen, candidates, documents);

        List<Lookup> training = new ArrayList<>();
        List<Lookup> heldOut = new ArrayList<>();
        for (WordNet.Entry word : candidates) {
            if (chosen.containsAll(word.senses())) {
                (isHeldOut(word.word()) ? heldOut : training).addAll(lookups(word));
            }
        }
        Collections.shuffle(training, random);
        return new DictionaryTask(glosses(wordNet, chosen), training, heldOut);
    }

    /** Endless lookups to read: the training lookups in order, then again and again in other orders. */
    public LookupStream stream(Random random) {
        return new LookupStream(training, random);
    }

    /** By the word alone, so that its noun and its verb stand on the same side, and every seed holds out the same ones. */
    static boolean isHeldOut(String word) {
        int mixed = word.hashCode() * 0x9E3779B9;
        return Math.floorMod(mixed ^ (mixed >>> 15), 100) < HELD_OUT_PERCENT;
    }

    private static long missing(WordNet.Entry word, Set<DocumentId> chosen) {
        return word.senses().stream().filter(sense -> !chosen.contains(sense)).count();
    }

    /** Makes the number of documents exact with senses of a word that does not fit as a whole. */
    private static void fill(Set<DocumentId> chosen, List<WordNet.Entry> words, int documents) {
        words.stream().map(WordNet.Entry::senses).flatMap(Collection::stream).forEach(sense -> {
            if (chosen.size() < documents) {
                chosen.add(sense);
            }
        });
    }

    private static List<Lookup> lookups(WordNet.Entry word) {
        return word.usages().stream()
                .map(usage -> new Lookup(word.word(), usage.sentence(), usage.sense(), word.senses()))
                .toList();
    }

    private static List<Gloss> glosses(WordNet wordNet, Collection<DocumentId> ids) {
        return ids.stream().map(id -> new Gloss(id, wordNet.glosses().get(id))).toList();
    }
}
