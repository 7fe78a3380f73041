package io.remine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peer here is a shell script: what it speaks is lines. */
class PeerTest {

    private static final String ECHO =
            """
            echo '{"peer": "echo '"$1"'"}'
            while read -r command rest; do
              [ "$command" != fail ] || exit 1
              echo '{"command": "'"$command"'", "rest": "'"$rest"'"}'
            done
            echo ended > "$2"
            """;

    @TempDir
    private Path directory;

    @Test
    void eachCommandIsALineAndSoIsItsAnswer() throws IOException {
        try (Peer peer = start(ECHO)) {
            assertThat(peer.name()).isEqualTo("echo 1.0");
            assertThat(peer.ask("steps", 8).required("rest").asText()).isEqualTo("8");
            assertThat(peer.ask("hits", 32, 200).toString()).isEqualTo("{\"command\":\"hits\",\"rest\":\"32 200\"}");
            assertThat(peer.memory().peakBytes())
                    .isGreaterThanOrEqualTo(peer.memory().residentBytes())
                    .isPositive();
        }
    }

    @Test
    void itEndsByItselfWhenItIsClosed() throws IOException {
        start(ECHO).close();
        assertThat(directory.resolve("ended")).hasContent("ended");
    }

    @Test
    void oneThatEndsInsteadOfAnsweringIsSaidToHaveEnded() throws IOException {
        try (Peer peer = start(ECHO)) {
            assertThatThrownBy(() -> peer.ask("fail"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the peer has ended");
        }
        assertThatThrownBy(() -> start("exit 1")).hasMessageContaining("the peer has ended");
    }

    @Test
    void anInterpreterThatIsNotThereOrLacksAModuleIsNotInstalled() throws IOException, InterruptedException {
        assertThat(Peer.isInstalled(directory.resolve("python").toString(), "json"))
                .isFalse();
        Path interpreter =
                Files.writeString(directory.resolve("interpreter"), "#!/bin/sh\n[ \"$2\" = 'import json' ]\n");
        assertThat(interpreter.toFile().setExecutable(true)).isTrue();
        assertThat(Peer.isInstalled(interpreter.toString(), "json")).isTrue();
        assertThat(Peer.isInstalled(interpreter.toString(), "faiss")).isFalse();
        assertThat(Peer.installation(Path.of("bench/peers"))).contains("bench/peers/requirements.txt");
    }

    private Peer start(String script) throws IOException {
        Path file = Files.writeString(directory.resolve("peer.sh"), script);
        return Peer.start(
                "bash", file, List.of("1.0", directory.resolve("ended").toString()));
    }
}
