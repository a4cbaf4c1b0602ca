package io.isotrail.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * libdeflate's own function for gzip, checksum included, from array to array: what every ratio is
 * to. Not the reader's inflater, which checks by other means and is faster.
 */
@SuppressWarnings("restricted")
final class BareLibdeflate {

  private final MethodHandle inflate;
  private final MemorySegment decompressor;
  private final MemorySegment written = Arena.global().allocate(ValueLayout.JAVA_LONG);

  private BareLibdeflate(SymbolLookup symbols) {
    Linker linker = Linker.nativeLinker();
    MethodHandle allocate =
        linker.downcallHandle(
            symbols.findOrThrow("libdeflate_alloc_decompressor"),
            FunctionDescriptor.of(ValueLayout.ADDRESS));
    this.inflate =
        linker.downcallHandle(
            symbols.findOrThrow("libdeflate_gzip_decompress"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.critical(true));
    try {
      this.decompressor = (MemorySegment) allocate.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("libdeflate cannot be called", e);
    }
  }

  /** Empty where the library is not installed. */
  static Optional<BareLibdeflate> find() {
    try {
      return Optional.of(
          new BareLibdeflate(SymbolLookup.libraryLookup("libdeflate.so.0", Arena.global())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Inflates a whole file; returns the number of inflated bytes. */
  long inflate(byte[] gzip, byte[] target) {
    int result;
    try {
      result =
          (int)
              inflate.invokeExact(
                  decompressor,
                  MemorySegment.ofArray(gzip),
                  (long) gzip.length,
                  MemorySegment.ofArray(target),
                  (long) target.length,
                  written);
    } catch (Throwable e) {
      throw new IllegalStateException("libdeflate cannot be called", e);
    }
    if (result != 0) {
      throw new IllegalStateException("libdeflate refuses the file: " + result);
    }
    return written.get(ValueLayout.JAVA_LONG, 0);
  }
}
