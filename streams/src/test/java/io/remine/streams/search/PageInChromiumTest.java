package io.remine.streams.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class PageInChromiumTest {

    @Test
    void theAddressOfAQueryShowsBothModelsThePlotAndNoMarkupOfADocument(
            @TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        Optional<Chromium> browser = Chromium.find();
        assumeTrue(
                browser.isPresent(),
                "no Chromium on this machine, so the page was not tried in a browser; install chromium or set CHROME");

        String page;
        FakeRetriever retriever = new FakeRetriever();
        retriever.modes = EnumSet.allOf(Search.Mode.class);
        try (SearchServer server = SearchServer.start(retriever, Optional.empty(), ServerSettings.local())) {
            page = browser.get().dump(server.address() + "?q=bank&mode=hybrid", directory);
        }

        assertThat(results(page, "live")).isEqualTo(10);
        assertThat(results(page, "control")).isEqualTo(10);
        assertThat(page).containsPattern("class=\"moved up\"[^>]*>▲ 2<");
        assertThat(page).containsPattern("class=\"moved new\"[^>]*>new<");
        assertThat(page)
                .contains("version t1/7 · manifest t0/3 · by vectors and words")
                .contains("version first encoder · manifest t0/3")
                .contains("<option value=\"hybrid\">");
        assertThat(page).containsPattern("<polyline class=\"live\" points=\"[0-9., ]{100,}\"");
        assertThat(page).containsPattern("<polyline class=\"control\" points=\"[0-9., ]{100,}\"");
        assertThat(page)
                .contains("<title>Remine</title>")
                .contains("&lt;script&gt;document.title")
                .doesNotContain("<script>document.title");
    }

    private static long results(String page, String side) {
        String list = page.substring(page.indexOf("<ol id=\"" + side + "\""));
        return Pattern.compile("<li class=\"result\"")
                .matcher(list.substring(0, list.indexOf("</ol>")))
                .results()
                .count();
    }
}
