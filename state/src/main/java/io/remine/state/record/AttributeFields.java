package io.remine.state.record;

import io.remine.state.codec.Bounded;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Attributes as fields of a record: how many names (int); of each the name (string) and its values (list of strings). */
public final class AttributeFields {

    private AttributeFields() {}

    public static void write(Attributes attributes, DataOutput out) throws IOException {
        out.writeInt(attributes.values().size());
        for (var entry : attributes.values().entrySet()) {
            Bounded.writeString(entry.getKey(), out);
            Bounded.writeList(entry.getValue(), out, Bounded::writeString);
        }
    }

    public static Attributes read(DataInput in) throws IOException {
        int names = Bounded.readLength(in, "names of attributes", Attributes.MAX_VALUES);
        SortedMap<String, List<String>> values = new TreeMap<>();
        for (int i = 0; i < names; i++) {
            String name = Bounded.readString(in, "name of an attribute", Attributes.MAX_NAME_BYTES);
            values.put(
                    name,
                    Bounded.readList(
                            in,
                            "values of an attribute",
                            Attributes.MAX_VALUES,
                            from -> Bounded.readString(from, "value of an attribute", Attributes.MAX_VALUE_BYTES)));
        }
        return names == 0 ? Attributes.NONE : new Attributes(values);
    }
}
