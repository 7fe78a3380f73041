package io.remine.streams.readers;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds a word in a sentence in the forms that English gives it: plurals, tenses, and the irregular ones it is told. */
final class Inflections {

    private static final Pattern NOT_OF_A_WORD = Pattern.compile("[^\\p{L}\\p{N}'-]+");
    private static final String VOWELS = "aeiou";

    private Inflections() {}

    /** The sentence's words in lower case, with a space before and after each. */
    static String words(String sentence) {
        return " "
                + NOT_OF_A_WORD
                        .matcher(sentence.toLowerCase(Locale.ROOT))
                        .replaceAll(" ")
                        .strip() + " ";
    }

    /** Whether one of the forms stands as whole words in what {@link #words} made of a sentence. */
    static boolean standIn(String words, Collection<String> forms) {
        return forms.stream().anyMatch(form -> words.contains(" " + form + " "));
    }

    /** The forms of a noun; {@code irregular} ones as well. */
    static Set<String> ofNoun(String noun, Collection<String> irregular) {
        Set<String> forms = new HashSet<>(irregular);
        forms.addAll(List.of(noun, thirdPersonOrPlural(noun)));
        return forms;
    }

    /** The forms of a verb; of one of several words its first is inflected. {@code irregular} ones as well. */
    static Set<String> ofVerb(String verb, Collection<String> irregular) {
        int space = verb.indexOf(' ');
        String first = space < 0 ? verb : verb.substring(0, space);
        String rest = space < 0 ? "" : verb.substring(space);
        Set<String> forms = new HashSet<>(irregular);
        for (String form : List.of(
                first,
                thirdPersonOrPlural(first),
                first + "ed",
                first + "ing",
                first + last(first) + "ed",
                first + last(first) + "ing")) {
            forms.add(form + rest);
        }
        if (first.endsWith("e")) {
            forms.add(first + "d" + rest);
            forms.add(withoutLast(first) + "ing" + rest);
        }
        if (endsInConsonantAndY(first)) {
            forms.add(withoutLast(first) + "ied" + rest);
        }
        return forms;
    }

    private static String thirdPersonOrPlural(String word) {
        if (endsInConsonantAndY(word)) {
            return withoutLast(word) + "ies";
        }
        boolean hisses = word.endsWith("s")
                || word.endsWith("x")
                || word.endsWith("z")
                || word.endsWith("ch")
                || word.endsWith("sh")
                || word.endsWith("o");
        return word + (hisses ? "es" : "s");
    }

    private static boolean endsInConsonantAndY(String word) {
        return word.length() > 1 && word.endsWith("y") && VOWELS.indexOf(word.charAt(word.length() - 2)) < 0;
    }

    private static char last(String word) {
        return word.charAt(word.length() - 1);
    }

    private static String withoutLast(String word) {
        return word.substring(0, word.length() - 1);
    }
}
