package io.remine.state.index;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.record.Attributes;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The attributes of a segment's rows as tensors. Each pair of name and value that occurs is written once, by rising name, then
 * value, as two lists of strings {@code attributeNames} and {@code attributeValues}; {@code attributes} I32 holds the places
 * of each row's pairs among them, from 0 and rising, row after row, and {@code attributeEnds} I64 [rows] where each row's end.
 */
final class AttributeTensors {

    private static final String NAME = "attributeName";
    private static final String VALUE = "attributeValue";
    private static final String PLACES = "attributes";
    private static final String ENDS = "attributeEnds";

    private AttributeTensors() {}

    static boolean isIn(SafeTensors tensors) {
        return tensors.find(PLACES).isPresent();
    }

    static void write(List<Attributes> rows, List<Tensor> tensors) {
        TreeMap<String, TreeMap<String, Integer>> places = new TreeMap<>();
        rows.forEach(row -> row.values().forEach((name, values) -> {
            TreeMap<String, Integer> ofName = places.computeIfAbsent(name, n -> new TreeMap<>());
            values.forEach(value -> ofName.put(value, 0));
        }));
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        places.forEach((name, ofName) -> ofName.replaceAll((value, zero) -> {
            names.add(name);
            values.add(value);
            return values.size() - 1;
        }));
        List<Integer> ofRows = new ArrayList<>();
        long[] ends = new long[rows.size()];
        for (int row = 0; row < ends.length; row++) {
            rows.get(row)
                    .values()
                    .forEach((name, some) ->
                            some.forEach(value -> ofRows.add(places.get(name).get(value))));
            ends[row] = ofRows.size();
        }
        Strings.write(NAME, names, tensors);
        Strings.write(VALUE, values, tensors);
        tensors.add(
                Tensor.of(PLACES, ofRows.stream().mapToInt(Integer::intValue).toArray()));
        tensors.add(Tensor.of(ENDS, ends));
    }

    /** Rows with equal attributes share them. */
    static List<Attributes> read(int rows, SafeTensors tensors) throws CorruptDataException {
        int[] places = tensors.tensor(PLACES, Tensor.Type.I32).toInts();
        long[] ends = tensors.tensor(ENDS, Tensor.Type.I64).toLongs();
        int pairs = tensors.tensor(Strings.endsName(NAME), Tensor.Type.I64).size();
        List<String> names = Strings.read(NAME, pairs, tensors);
        List<String> values = Strings.read(VALUE, pairs, tensors);
        long last = ends.length == 0 ? 0 : ends[ends.length - 1];
        if (ends.length != rows || last != places.length) {
            throw new CorruptDataException("segment: attributes of %d rows that end at %d, expected %d that end at %d"
                    .formatted(ends.length, last, rows, places.length));
        }
        Map<List<Integer>, Attributes> known = new HashMap<>();
        List<Attributes> read = new ArrayList<>(rows);
        int begin = 0;
        for (long end : ends) {
            if (end < begin || end > places.length || end - begin > Attributes.MAX_VALUES) {
                throw new CorruptDataException("segment: attributes of a row lie from %d to %d of %d, limit %d"
                        .formatted(begin, end, places.length, Attributes.MAX_VALUES));
            }
            List<Integer> some = new ArrayList<>();
            for (; begin < end; begin++) {
                some.add(checked(places[begin], pairs));
            }
            Attributes shared = known.get(some);
            if (shared == null) {
                shared = attributes(some, names, values);
                known.put(some, shared);
            }
            read.add(shared);
        }
        return read;
    }

    private static int checked(int place, int pairs) throws CorruptDataException {
        if (place < 0 || place >= pairs) {
            throw new CorruptDataException("segment: attribute %d of %d".formatted(place, pairs));
        }
        return place;
    }

    private static Attributes attributes(List<Integer> places, List<String> names, List<String> values) {
        Map<String, List<String>> said = new HashMap<>();
        places.forEach(place -> said.computeIfAbsent(names.get(place), name -> new ArrayList<>())
                .add(values.get(place)));
        return said.isEmpty() ? Attributes.NONE : new Attributes(said);
    }
}
