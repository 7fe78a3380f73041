package io.remine.streams.chaos;

import io.remine.state.live.LiveIndex;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.live.ProcessLiveIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A consumer of the published index as somebody else may write one: a live index with a cache of its own, asked again and
 * again. Prints each answer as a line of JSON, and ends when its standard input does.
 */
final class FollowerProcess {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long PAUSE_MILLIS = 100;

    private FollowerProcess() {}

    /**
     * Follows and answers until its standard input ends.
     *
     * @param args the settings' file, a directory for the cache, and the questions
     */
    public static void main(String[] args) throws Exception {
        Thread parent = new Thread(FollowerProcess::endWithParent, "parent");
        parent.setDaemon(true);
        parent.start();
        RemineConfiguration configuration =
                RemineConfiguration.load(Path.of(args[0])).with(Map.of(RemineOptions.DIRECTORY.name(), args[1]));
        List<String> questions = Arrays.asList(args).subList(2, args.length);
        try (LiveIndex live =
                LiveIndex.open(ProcessLiveIndex.ofSearches(configuration).options())) {
            if (!live.awaitIndex(PATIENCE)) {
                throw new IllegalStateException("no index after " + PATIENCE);
            }
            for (int turn = 0; ; turn++) {
                String question = questions.get(turn % questions.size());
                System.out.println(Answers.line(question, live.search(question, Answers.HITS)));
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is said to it
            }
            Runtime.getRuntime().halt(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
