package io.remine.streams.search;

import static io.remine.streams.search.RefusedException.badRequest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of an address, decoded without silent replacement: what is not UTF-8 is refused. */
record QueryString(Map<String, List<String>> values) {

    /** @param known what the parameters may be called: one that is passed over for a typing error would change the answer */
    static QueryString parse(String encoded, Collection<String> known) throws RefusedException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode("a parameter's name", equals < 0 ? pair : pair.substring(0, equals));
            if (!known.contains(name)) {
                throw badRequest("parameter '%s' is not known here; give %s"
                        .formatted(SearchLimits.shortened(name), String.join(", ", known)));
            }
            String value = equals < 0 ? "" : decode(name, pair.substring(equals + 1));
            values.computeIfAbsent(name, each -> new ArrayList<>()).add(value);
        }
        return new QueryString(values);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    Optional<String> one(String name) throws RefusedException {
        List<String> all = all(name);
        if (all.size() > 1) {
            throw badRequest("%s is given %d times; give it once".formatted(name, all.size()));
        }
        return all.stream().findFirst();
    }

    private static String decode(String name, String encoded) throws RefusedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.write((hex(name, encoded, i + 1) << 4) | hex(name, encoded, i + 2));
                i += 2;
            } else if (c > 0x7f) {
                throw badRequest("%s holds a character that is not escaped; write it as %%XX".formatted(name));
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw badRequest("%s is not UTF-8; escape the bytes of UTF-8".formatted(name));
        }
    }

    private static int hex(String name, String encoded, int at) throws RefusedException {
        int digit = at < encoded.length() ? Character.digit(encoded.charAt(at), 16) : -1;
        if (digit < 0) {
            throw badRequest("%s has a %% that no two hexadecimal digits follow; write %%25".formatted(name));
        }
        return digit;
    }
}
