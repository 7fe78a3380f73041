package io.remine.streams.demo;

import java.io.PrintWriter;

/**
 * What the person sees: lines that stay, and one at the bottom that is overwritten. Where there is no terminal, the line at
 * the bottom is printed as a line of its own now and then.
 */
final class Screen {

    private static final int BAR = 30;
    private static final long SELDOM_MILLIS = 10_000;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private boolean overwritable;
    private long lastMillis;

    Screen(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** A line that stays. */
    synchronized void line(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    /** The newest state of the line that keeps itself current. */
    synchronized void current(String text) {
        if (terminal) {
            out.print(CLEAR_LINE + text);
            overwritable = true;
            out.flush();
        } else if (System.currentTimeMillis() - lastMillis >= SELDOM_MILLIS) {
            lastMillis = System.currentTimeMillis();
            line(text);
        }
    }

    /** The line as a progress bar. */
    void progress(String what, long done, long all) {
        long filled = Math.min(BAR, BAR * done / Math.max(1, all));
        current("%s [%s%s] %,d of %,d"
                .formatted(what, "#".repeat((int) filled), ".".repeat(BAR - (int) filled), done, all));
    }

    private void clear() {
        if (overwritable) {
            out.print(CLEAR_LINE);
            overwritable = false;
        }
    }
}
