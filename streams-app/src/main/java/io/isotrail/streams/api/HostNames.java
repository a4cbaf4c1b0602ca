package io.isotrail.streams.api;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which Host headers are answered. A page of a stranger can make a browser call us under the
 * stranger's own name (DNS rebinding), but never under a loopback name, a literal address, or a
 * name that the operator configured.
 */
record HostNames(Set<String> configured) {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");
  private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

  boolean accepts(String hostHeader) {
    String name = PORT.matcher(hostHeader.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || IPV4.matcher(name).matches()
        || IPV6.matcher(name).matches()
        || configured.contains(name);
  }
}
