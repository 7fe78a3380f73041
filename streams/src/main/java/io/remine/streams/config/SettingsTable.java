package io.remine.streams.config;

import java.util.ArrayList;
import java.util.List;

/** The settings as a table for people. */
public final class SettingsTable {

    private SettingsTable() {}

    /** One line per setting: name, default, range with unit, description. */
    public static String print() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"name", "default", "range", "description"});
        for (Setting<?> setting : RemineOptions.all()) {
            rows.add(new String[] {
                setting.name(),
                String.valueOf(setting.option().defaultValue()),
                setting.range() + (setting.unit().equals("-") ? "" : " " + setting.unit()),
                setting.description()
            });
        }
        int[] widths = new int[3];
        for (String[] row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row[column].length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (String[] row : rows) {
            for (int column = 0; column < widths.length; column++) {
                table.append(row[column]).append(" ".repeat(widths[column] - row[column].length() + 2));
            }
            table.append(row[widths.length]).append('\n');
        }
        return table.toString();
    }
}
