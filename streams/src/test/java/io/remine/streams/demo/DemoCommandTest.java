package io.remine.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the demo cannot do with is refused before anything is started. */
class DemoCommandTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "--minutes=0, --minutes 0.0; give more than 0 and at most 10080",
        "--minutes=-1, --minutes -1.0; give",
        "--minutes=NaN, --minutes 0.0; give",
        "--minutes=1e300, at most 10080",
        "--minutes=four, '--minutes': 'four'",
        "--documents=99, --documents 99; give 100 to 33000",
        "--documents=33001, --documents 33001; give 100 to 33000",
        "--port=65536, --port 65536; give 0 to 65535"
    })
    void aValueOutOfItsRangeIsNamedWithTheRange(String option, String told) {
        assertThat(refused(option)).contains(told);
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refused("--port=" + taken.getLocalPort()))
                    .contains("--port %d cannot be used".formatted(taken.getLocalPort()), "0 for any free one");
        }
    }

    @Test
    void aDirectoryThatIsAFileIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(refused("--port=0", "--directory=" + file))
                .contains("--directory " + file, "is not a directory; give another place");
        assertThat(refused("--port=0", "--directory=" + file.resolve("below"))).contains("--directory " + file);
    }

    @Test
    void aReportThatCouldNotBeWrittenIsNamedBeforeTheReading() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(refused("--port=0", "--report=" + directory))
                .contains("--report %s is a directory; give a file".formatted(directory));
        assertThat(refused("--port=0", "--report=" + file.resolve("report.json")))
                .contains("--report " + file, "is not a directory; give another place");
    }

    /** The one line that is said. */
    private static String refused(String... arguments) {
        StringWriter told = new StringWriter();
        int status = new CommandLine(new DemoCommand())
                .setParameterExceptionHandler((refused, any) -> {
                    told.append(refused.getMessage());
                    return 2;
                })
                .execute(arguments);
        assertThat(status).as(told.toString()).isEqualTo(2);
        assertThat(told.toString().lines()).hasSize(1);
        return told.toString();
    }
}
