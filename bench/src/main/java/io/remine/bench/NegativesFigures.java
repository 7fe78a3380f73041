package io.remine.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What mining took; the peer's is absent where none is installed. */
record NegativesFigures(NegativesTask task, MeasuredProcess ours, Optional<OfPeer> peer) {

    /**
     * The same work by the peer.
     *
     * @param common of the triplets that either side found, the share that both did
     */
    record OfPeer(String name, MeasuredProcess process, double common) {

        double timeRatio(MeasuredProcess ours) {
            return ours.seconds() / process.seconds();
        }

        double memoryRatio(MeasuredProcess ours) {
            return ours.peakBytes() / (double) process.peakBytes();
        }
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("queries", task.queries());
        json.put("documents", task.documents());
        json.put("seconds", ours.seconds());
        json.put("peakBytes", ours.peakBytes());
        peer.ifPresent(theirs -> {
            json.put("peer", theirs.name());
            json.put("peerSeconds", theirs.process().seconds());
            json.put("peerPeakBytes", theirs.process().peakBytes());
            json.put("commonTriplets", theirs.common());
            json.put("timeRatio", theirs.timeRatio(ours));
            json.put("speedRatio", 1 / theirs.timeRatio(ours));
            json.put("memoryRatio", theirs.memoryRatio(ours));
        });
        return json;
    }
}
