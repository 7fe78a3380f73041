package io.remine.streams.beir;

import io.remine.state.record.DocumentId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The documents of a file of one JSON object per line: {@code _id} or {@code id}, {@code text} and perhaps {@code title}. */
public final class Corpus {

    private final List<Document> documents;
    private final Set<String> ids;

    private Corpus(List<Document> documents, Set<String> ids) {
        this.documents = Collections.unmodifiableList(documents);
        this.ids = ids;
    }

    /**
     * Reads all of them.
     *
     * @throws IllegalArgumentException if a line is no document, or one of an id that is there already
     */
    public static Corpus read(Path file) throws IOException {
        List<Document> documents = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        JsonLines.forEach(file, line -> {
            String id = checkedId(line);
            if (!ids.add(id)) {
                throw new IllegalArgumentException(
                        "%s: document %s is there already; leave one of them out or give it an id of its own"
                                .formatted(line.place(), id));
            }
            documents.add(new Document(id, (line.textOrEmpty("title") + " " + line.text("text")).strip()));
        });
        return new Corpus(documents, ids);
    }

    private static String checkedId(JsonLines.Line line) {
        String id = line.id();
        try {
            return new DocumentId(id).value();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(line.place(), e.getMessage()), e);
        }
    }

    /** In the order of the file. */
    public List<Document> documents() {
        return documents;
    }

    /** Whether there is a document of this id. */
    public boolean holds(String id) {
        return ids.contains(id);
    }
}
