package io.remine.streams.terminal;

import java.io.PrintWriter;

/**
 * What the person sees: lines that stay, and one at the bottom that is overwritten. Where there is no terminal, the line at
 * the bottom is printed as a line of its own now and then.
 */
public final class Screen {

    private static final int BAR = 30;
    private static final long SELDOM_MILLIS = 10_000;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private boolean overwritable;
    private long lastMillis;

    public Screen(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** A screen that overwrites its last line if this process has a terminal. */
    @SuppressWarnings("SystemConsoleNull") // on JDK 22 and later the line is overwritten where nobody sees it
    public static Screen on(PrintWriter out) {
        return new Screen(out, System.console() != null);
    }

    /** A line that stays. */
    public synchronized void line(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    /** The newest state of the line that keeps itself current. */
    public synchronized void current(String text) {
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
    public void progress(String what, long done, long all) {
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
