package io.isotrail.app.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines with columns as wide as their widest cell. */
public final class Columns {

  private static final int MOST = 80;

  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row. */
  public Columns add(String... cells) {
    rows.add(Arrays.stream(cells).map(cell -> Printable.of(cell, MOST)).toList());
    return this;
  }

  /** The rows as lines, made safe to print. */
  public List<String> lines() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).codePointCount(0, row.get(i).length()));
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        line.append(cell).repeat(' ', widths[i] - cell.codePointCount(0, cell.length()) + 2);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
