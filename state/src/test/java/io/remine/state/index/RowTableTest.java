package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowTableTest {

    private static final int NAMES = 60;
    private static final int ROUNDS = 2_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** As blocks do it for ever: what was removed leaves its slots behind, which must not fill the table. */
    @Test
    void aTableThatIsHandedOnFindsEveryRowHoweverManyHaveComeAndGone() {
        System.out.println("RowTableTest seed " + seed);
        StringColumn ids = StringColumn.empty(0);
        RowTable table = new RowTable(ids);
        for (int round = 0; round < ROUNDS; round++) {
            List<String> added = some();
            StringColumn longer = StringColumn.concat(List.of(ids, column(added)));
            RowTable changing = table.within(longer);
            TreeSet<Integer> left =
                    new TreeSet<>(IntStream.range(0, ids.size()).boxed().toList());
            for (String removed : some()) {
                left.remove(changing.remove(StringColumn.of(removed), 0));
            }
            for (int row = ids.size(); row < longer.size(); row++) {
                left.remove(changing.put(row));
                left.add(row);
            }
            int[] chosen = left.stream().mapToInt(Integer::intValue).toArray();
            ids = longer.select(chosen);
            table = changing.of(ids, chosen);
            for (int name = 0; name < NAMES; name++) {
                assertThat(table.find(StringColumn.of("n" + name), 0)).isEqualTo(ids.indexOf("n" + name));
            }
        }
    }

    @Test
    void idsOfEqualHashAreToldApart() {
        StringColumn ids = column(List.of("AaAa", "AaBB", "BBAa", "BBBB", "other"));
        assertThat(IntStream.range(0, 4).map(ids::hash).distinct()).hasSize(1);
        RowTable table = RowTable.of(ids);
        for (int row = 0; row < ids.size(); row++) {
            assertThat(table.find(ids, row)).isEqualTo(row);
        }
        assertThat(table.remove(ids, 1)).isEqualTo(1);
        assertThat(table.find(ids, 1)).isEqualTo(-1);
        assertThat(table.find(ids, 3)).isEqualTo(3);
        assertThat(table.put(1)).isEqualTo(-1);
        assertThat(table.find(ids, 1)).isEqualTo(1);
    }

    /** Up to five names, each once. */
    private List<String> some() {
        TreeSet<String> names = new TreeSet<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            names.add("n" + random.nextInt(NAMES));
        }
        return new ArrayList<>(names);
    }

    private static StringColumn column(List<String> strings) {
        List<StringColumn> columns = new ArrayList<>(List.of(StringColumn.empty(0)));
        strings.forEach(string -> columns.add(StringColumn.of(string)));
        return StringColumn.concat(columns);
    }
}
