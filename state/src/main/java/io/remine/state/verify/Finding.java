package io.remine.state.verify;

import java.util.Objects;

/**
 * Something that is to be said of a topic's content.
 *
 * @param what where it was found and how it shows, in one line
 */
public record Finding(Kind kind, String what) {

    /** How bad something is. */
    public enum Severity {
        /** Readers are deceived, or kept from the newest index. */
        ERROR,
        /** Readers are not concerned. */
        NOTE
    }

    /** What can be found, with what it means for readers and what to do. */
    public enum Kind {
        MALFORMED_RECORD(
                Severity.ERROR,
                "records that are not what the format says",
                "readers skip them, and lack what they carried"),
        UNTRUSTED_RECORD(
                Severity.ERROR,
                "records that no trusted key has signed",
                "readers that are given the keys go on as if they were not there; somebody else writes to the topic, or without"
                        + " his key"),
        NO_MANIFEST(
                Severity.ERROR,
                "no manifest",
                "there is nothing to search; the index job publishes one at its first checkpoint with documents"),
        MANIFEST_WENT_BACK(
                Severity.ERROR,
                "manifests older than the one before them",
                "readers ignore them; two index jobs may be writing to one topic"),
        MISSING_SEGMENT(
                Severity.ERROR,
                "segments that a manifest names and that are not whole",
                "readers wait for them and go on showing an earlier index; start the index job anew from `documents`"),
        UNREADABLE_SEGMENT(
                Severity.ERROR,
                "segments that cannot be read",
                "readers refuse the manifest and go on showing an earlier index; start the index job anew from `documents`"),
        WRONG_SEGMENT(
                Severity.ERROR,
                "segments that are not what the manifest says",
                "readers refuse the manifest; segments of another bucket, generation or size were named"),
        WRONG_DOCUMENT_COUNT(
                Severity.ERROR,
                "manifests whose documents do not add up",
                "readers refuse the manifest; the index job's state and its segments disagree"),
        MISPLACED_DOCUMENT(
                Severity.ERROR,
                "documents in a bucket that is not theirs",
                "they are found twice, or stay when they are deleted; the number of buckets has changed under the job"),
        VERSION_WENT_BACK(
                Severity.ERROR,
                "documents whose version goes back from one segment to a later one",
                "an older text replaces a newer one"),
        UNNAMED_BLOB(
                Severity.NOTE,
                "blobs that the newest manifests do not name",
                "they are deleted after the grace period; what stays longer takes room for nothing"),
        INCOMPLETE_BLOB(
                Severity.NOTE,
                "blobs that are not whole and that nobody names",
                "left by a publisher that died, or on the way to being deleted");

        private final Severity severity;
        private final String title;
        private final String meaning;

        Kind(Severity severity, String title, String meaning) {
            this.severity = severity;
            this.title = title;
            this.meaning = meaning;
        }

        public Severity severity() {
            return severity;
        }

        /** In a few words, for the head of a list. */
        public String title() {
            return title;
        }

        /** What follows from it, and what to do. */
        public String meaning() {
            return meaning;
        }
    }

    public Finding {
        Objects.requireNonNull(kind, "kind");
        what = what.lines().findFirst().orElse("");
    }

    public boolean isError() {
        return kind.severity() == Severity.ERROR;
    }
}
