package io.isotrail.app.terminal;

/** Styles by what they mean (ECMA-48, select graphic rendition). */
public enum Style {
  HEADING("1"),
  FAINT("2"),
  GOOD("32"),
  CRITICAL("1;31"),
  HIGH("31"),
  MEDIUM("33"),
  LOW("36");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String start() {
    return "\033[" + code + "m";
  }
}
