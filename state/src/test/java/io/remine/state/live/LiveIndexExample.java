package io.remine.state.live;

import java.nio.file.Path;
import java.time.Duration;

/** What README and the documentation of {@link LiveIndex} show, so that it compiles; {@link LiveIndexExampleTest} compares. */
final class LiveIndexExample {

    private LiveIndexExample() {}

    static void search(Path cacheDirectory) throws InterruptedException {
        LiveIndexOptions options = LiveIndexOptions.of("localhost:9092", cacheDirectory);
        try (LiveIndex index = LiveIndex.open(options)) {
            index.awaitIndex(Duration.ofMinutes(1));
            SearchResult result = index.search("bank: he sat on the bank of the river", 10);
            System.out.println("manifest " + result.manifest());
            for (SearchResult.Hit hit : result.hits()) {
                System.out.println(hit.score() + " " + hit.text());
            }
        }
    }
}
