package io.remine.state.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.codec.JsonFields;
import io.remine.state.codec.JsonFormat;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import java.util.Optional;

/**
 * Which version serves, and why: a record of the topic {@code releases}.
 *
 * @param version absent for the generation's first encoder
 * @param reason one line for whoever asks later
 * @param millis when it was decided, in milliseconds since 1970
 */
public record Release(Optional<ModelVersion> version, Generation generation, String reason, long millis) {

    /** Key of what the gate releases. */
    public static final String LIVE_KEY = "live";
    /** Key of what somebody has pinned by hand: it wins until its tombstone. */
    public static final String PIN_KEY = "pin";
    /** Longest reason, in characters. */
    public static final int MAX_REASON_CHARS = 1_000;

    private static final int FORMAT = 1;

    public Release {
        if (reason.length() > MAX_REASON_CHARS) {
            throw new IllegalArgumentException(
                    "reason of %d characters, limit %d; shorten it".formatted(reason.length(), MAX_REASON_CHARS));
        }
    }

    public byte[] toJson() {
        ObjectNode json = JsonFormat.create(FORMAT);
        version.ifPresent(present -> json.put("version", present.toString()));
        json.put("generation", generation.number()).put("reason", reason).put("millis", millis);
        return JsonFormat.write(json);
    }

    public static Release fromJson(byte[] json) throws CorruptDataException {
        return JsonFormat.read(json, "release", FORMAT, Release::read);
    }

    private static Release read(JsonFields fields) throws CorruptDataException {
        return new Release(
                fields.optionalText("version").map(ModelVersion::parse),
                new Generation(fields.integer("generation")),
                fields.text("reason"),
                fields.longInteger("millis"));
    }
}
