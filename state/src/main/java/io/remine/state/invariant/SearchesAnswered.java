package io.remine.state.invariant;

/** Whatever happens elsewhere, a search server that lives and has answered before answers. */
public final class SearchesAnswered implements Invariant {

    private final Breaches breaches = new Breaches();
    private long answered;
    private long excused;

    @Override
    public String name() {
        return "searches answered";
    }

    /** A search was answered. */
    public synchronized void answered() {
        answered++;
    }

    /** A search was not answered, by a server that was killed, paused or not ready yet. */
    public synchronized void excused() {
        excused++;
    }

    /** A search was not answered, though the server lives. */
    public synchronized void failed(String why) {
        breaches.add(why);
    }

    @Override
    public synchronized Finding finding() {
        return breaches.finding("%,d answered, %,d asked while the server was away".formatted(answered, excused));
    }
}
