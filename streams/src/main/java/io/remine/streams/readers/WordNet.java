package io.remine.streams.readers;

import io.remine.state.record.DocumentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.Exc;
import net.sf.extjwnl.data.IndexWord;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.data.Synset;
import net.sf.extjwnl.data.Word;
import net.sf.extjwnl.dictionary.Dictionary;

/**
 * What the task needs of WordNet 3.1: the gloss of every sense, and per word of several senses these senses and the usage
 * examples that contain it. Read from the class path in a second or two.
 *
 * @param glosses definitions by the sense's id, such as {@code n-02086723}: part of speech and WordNet's offset
 * @param words the ambiguous words that have an example, in alphabetical order
 */
record WordNet(Map<DocumentId, String> glosses, List<Entry> words) {

    /**
     * A word of one part of speech.
     *
     * @param senses in the dictionary's order, the most frequent first; at least two
     * @param usages the examples that contain the word; at least one
     */
    record Entry(String word, List<DocumentId> senses, List<Usage> usages) {

        double usagesPerSense() {
            return (double) usages.size() / senses.size();
        }
    }

    /** A sentence and the sense that the word has in it. */
    record Usage(DocumentId sense, String sentence) {}

    private static final List<POS> PARTS_OF_SPEECH = List.of(POS.NOUN, POS.VERB, POS.ADJECTIVE, POS.ADVERB);
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern TRAILING_PUNCTUATION = Pattern.compile("[;:,\\s]+$");

    /** Reads the dictionary on the class path. */
    static WordNet load() {
        try {
            Dictionary dictionary = Dictionary.getDefaultResourceInstance();
            try {
                return read(dictionary);
            } finally {
                dictionary.close();
            }
        } catch (JWNLException e) {
            throw new IllegalStateException("WordNet is on the class path but cannot be read: " + e.getMessage(), e);
        }
    }

    private static WordNet read(Dictionary dictionary) throws JWNLException {
        Map<DocumentId, String> glosses = new HashMap<>();
        List<Entry> words = new ArrayList<>();
        for (POS part : PARTS_OF_SPEECH) {
            Map<String, Set<String>> irregular = irregularForms(dictionary, part);
            Map<String, List<Usage>> usages = new HashMap<>();
            for (Iterator<Synset> synsets = dictionary.getSynsetIterator(part); synsets.hasNext(); ) {
                Synset synset = synsets.next();
                DocumentId id = id(part, synset.getOffset());
                glosses.put(id, definition(synset.getGloss()));
                addUsages(usages, synset, id, irregular);
            }
            Map<String, Entry> entries = new TreeMap<>();
            for (Iterator<IndexWord> index = dictionary.getIndexWordIterator(part); index.hasNext(); ) {
                IndexWord word = index.next();
                List<Usage> found = usages.get(word.getLemma());
                if (found != null && word.getSynsetOffsets().length > 1) {
                    List<DocumentId> senses = LongStream.of(word.getSynsetOffsets())
                            .mapToObj(offset -> id(part, offset))
                            .toList();
                    entries.put(word.getLemma(), new Entry(word.getLemma(), senses, List.copyOf(found)));
                }
            }
            words.addAll(entries.values());
        }
        return new WordNet(Map.copyOf(glosses), List.copyOf(words));
    }

    private static Map<String, Set<String>> irregularForms(Dictionary dictionary, POS part) throws JWNLException {
        Map<String, Set<String>> formsOfWord = new HashMap<>();
        for (Iterator<Exc> exceptions = dictionary.getExceptionIterator(part); exceptions.hasNext(); ) {
            Exc exception = exceptions.next();
            for (String word : exception.getExceptions()) {
                formsOfWord.computeIfAbsent(word, none -> new HashSet<>()).add(exception.getLemma());
            }
        }
        return formsOfWord;
    }

    private static void addUsages(
            Map<String, List<Usage>> usages, Synset synset, DocumentId id, Map<String, Set<String>> irregular) {
        List<String> sentences = examples(synset.getGloss());
        if (sentences.isEmpty()) {
            return;
        }
        Set<String> lemmas = synset.getWords().stream()
                .map(Word::getLemma)
                .map(lemma -> lemma.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        for (String lemma : lemmas) {
            Set<String> forms = forms(synset.getPOS(), lemma, irregular.getOrDefault(lemma, Set.of()));
            sentences.stream()
                    .filter(sentence -> Inflections.standIn(Inflections.words(sentence), forms))
                    .forEach(sentence -> usages.computeIfAbsent(lemma, none -> new ArrayList<>())
                            .add(new Usage(id, sentence)));
        }
    }

    private static Set<String> forms(POS part, String lemma, Set<String> irregular) {
        return switch (part) {
            case NOUN -> Inflections.ofNoun(lemma, irregular);
            case VERB -> Inflections.ofVerb(lemma, irregular);
            case ADJECTIVE, ADVERB -> {
                Set<String> forms = new HashSet<>(irregular);
                forms.add(lemma);
                yield forms;
            }
        };
    }

    private static DocumentId id(POS part, long offset) {
        return new DocumentId("%s-%08d".formatted(part.getKey(), offset));
    }

    /** The part of a gloss before its first example. */
    static String definition(String gloss) {
        int quote = gloss.indexOf('"');
        String before = quote < 0 ? gloss : gloss.substring(0, quote);
        return TRAILING_PUNCTUATION.matcher(before).replaceAll("").strip();
    }

    /** The quoted examples of a gloss. */
    static List<String> examples(String gloss) {
        List<String> examples = new ArrayList<>();
        for (Matcher quoted = QUOTED.matcher(gloss); quoted.find(); ) {
            examples.add(quoted.group(1).strip());
        }
        return examples;
    }
}
