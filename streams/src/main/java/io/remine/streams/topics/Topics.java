package io.remine.streams.topics;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * The names of a deployment's topics.
 *
 * @param prefix stands before every name, so that several deployments share a broker; may be empty
 */
public record Topics(String prefix) implements Serializable {

    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9._-]{0,200}");

    public Topics {
        if (prefix == null || !ALLOWED.matcher(prefix).matches()) {
            throw new IllegalArgumentException("prefix of topics '%s' must match %s".formatted(prefix, ALLOWED));
        }
    }

    /** The plain names. */
    public static Topics unprefixed() {
        return new Topics("");
    }

    public String name(Topic topic) {
        return prefix + topic.plainName();
    }
}
