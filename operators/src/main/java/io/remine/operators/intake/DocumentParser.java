package io.remine.operators.intake;

import io.remine.operators.deadletter.Reason;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentChange;
import io.remine.state.record.DocumentId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A record of {@code documents}: {@code document.schema.json}; the key is the document's id, which {@code id} may repeat. A
 * record without value deletes. A title is put in front of the text, on a line of its own.
 */
public final class DocumentParser implements RecordParser<DocumentChange> {

    /** Longest title, in characters. */
    public static final int MAX_TITLE_CHARS = 1_000;

    private static final long serialVersionUID = 1L;

    @Override
    public DocumentChange parse(RawRecord raw) throws MalformedRecordException {
        String key = InputJson.key(raw);
        if (raw.value() == null) {
            return InputJson.make(() -> new DocumentChange.Deletion(new DocumentId(key), OptionalLong.empty()));
        }
        InputJson json = InputJson.of(raw.value());
        json.checkRepeats("id", key);
        OptionalLong version = json.optionalInteger("version");
        String text = json.text("text");
        if (text.isBlank()) {
            throw new MalformedRecordException(Reason.INVALID, "'text' is empty; a tombstone deletes a document");
        }
        Optional<String> title = json.optionalText("title");
        if (title.isPresent() && title.get().length() > MAX_TITLE_CHARS) {
            throw new MalformedRecordException(
                    Reason.INVALID,
                    "'title' has %d characters, limit %d; cut it"
                            .formatted(title.get().length(), MAX_TITLE_CHARS));
        }
        String whole = title.filter(line -> !line.isBlank())
                .map(line -> line + "\n" + text)
                .orElse(text);
        Optional<String> scope = json.optionalText("scope");
        Map<String, List<String>> attributes = json.namedTexts("attributes", Attributes.MAX_VALUES);
        return InputJson.make(() ->
                new DocumentChange.Upsert(new DocumentId(key), version, whole, scope, new Attributes(attributes)));
    }
}
