package io.remine.operators.memory;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.CorruptDataException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The few numbers that parts of a recipe learn from the whole stream, under their names: a worker's own, in its checkpoint.
 * Written as names (string) with their numbers (list of double), in the order of the names.
 */
public final class RecipeNumbers {

    /** Most names. */
    public static final int MAX_NAMES = 32;
    /** Most numbers under one name. */
    public static final int MAX_NUMBERS = 4_096;

    private static final int MAX_NAME_BYTES = 64;

    private final Map<String, double[]> numbers = new TreeMap<>();

    /**
     * The numbers of this name, to be read and changed in place; as given at first, and again when their count has changed
     * with the recipe.
     */
    public double[] get(String name, double... first) {
        double[] known = numbers.get(name);
        if (known == null || known.length != first.length) {
            if (first.length > MAX_NUMBERS || (known == null && numbers.size() == MAX_NAMES)) {
                throw new IllegalArgumentException("%d numbers of %s beside %d names, limits %d and %d; use fewer parts"
                        .formatted(first.length, name, numbers.size(), MAX_NUMBERS, MAX_NAMES));
            }
            known = first.clone();
            numbers.put(name, known);
        }
        return known;
    }

    public void write(DataOutput out) throws IOException {
        out.writeInt(numbers.size());
        for (Map.Entry<String, double[]> entry : numbers.entrySet()) {
            Bounded.writeString(entry.getKey(), out);
            out.writeInt(entry.getValue().length);
            for (double number : entry.getValue()) {
                out.writeDouble(number);
            }
        }
    }

    /** Reads what was written. */
    public static RecipeNumbers read(DataInput in) throws IOException {
        RecipeNumbers read = new RecipeNumbers();
        int names = Bounded.readLength(in, "names of a recipe's numbers", MAX_NAMES);
        for (int i = 0; i < names; i++) {
            String name = Bounded.readString(in, "name of a recipe's numbers", MAX_NAME_BYTES);
            double[] values = new double[Bounded.readLength(in, "numbers of " + name, MAX_NUMBERS)];
            for (int j = 0; j < values.length; j++) {
                values[j] = in.readDouble();
            }
            if (read.numbers.put(name, values) != null) {
                throw new CorruptDataException("numbers of %s twice in a recipe's".formatted(name));
            }
        }
        return read;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecipeNumbers that
                && numbers.keySet().equals(that.numbers.keySet())
                && numbers.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), that.numbers.get(entry.getKey())));
    }

    @Override
    public int hashCode() {
        return numbers.keySet().hashCode();
    }

    @Override
    public String toString() {
        return "RecipeNumbers" + numbers.keySet();
    }
}
