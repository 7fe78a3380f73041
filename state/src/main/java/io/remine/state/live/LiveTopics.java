package io.remine.state.live;

/** Names of the topics that the live consumer follows. */
public record LiveTopics(String models, String index, String releases) {

    /** Every name with this prefix, which may be empty. */
    public static LiveTopics withPrefix(String prefix) {
        return new LiveTopics(prefix + "models", prefix + "index", prefix + "releases");
    }
}
