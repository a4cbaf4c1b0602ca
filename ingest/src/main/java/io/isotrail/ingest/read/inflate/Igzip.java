package io.isotrail.ingest.read.inflate;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Inflates with ISA-L's igzip (Debian's package libisal2): faster than libdeflate, and in steps,
 * through memory outside the heap, so that no collection of garbage waits for it.
 */
@SuppressWarnings("restricted") // Native access is what it is for; without it others inflate.
final class Igzip implements SteppedInflater {

  private static final String LIBRARY = "libisal.so.2";

  // The beginning of struct inflate_state in igzip_lib.h, which is all that is touched; the size
  // leaves twice as much as ISA-L 2.30 needs.
  private static final long NEXT_OUT = 0;
  private static final long AVAILABLE_OUT = 8;
  private static final long NEXT_IN = 16;
  private static final long AVAILABLE_IN = 32;
  private static final long BITS_READ = 36;
  private static final long STATE_BYTES = 192 * 1024;

  // ISAL_DECOMP_OK
  private static final int SUCCESS = 0;

  private static final int IN_BYTES = 32 * 1024;
  private static final int OUT_BYTES = 256 * 1024;

  /** The library's functions. */
  static final class Library {

    private final MethodHandle start;
    private final MethodHandle inflate;

    /**
     * @throws RuntimeException when it is not there, or may not be used
     */
    Library() {
      if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
        throw new IllegalStateException("no 64-bit machine");
      }
      SymbolLookup symbols = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
      Linker linker = Linker.nativeLinker();
      start =
          linker.downcallHandle(
              symbols.findOrThrow("isal_inflate_init"),
              FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
      inflate =
          linker.downcallHandle(
              symbols.findOrThrow("isal_inflate"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    }
  }

  private final Library library;
  private final MemorySegment state;
  private final MemorySegment in;
  private final MemorySegment out;
  private byte[] source = new byte[0];
  private int position;
  private int end;

  Igzip(Library library) {
    this.library = library;
    Arena arena = Arena.ofAuto();
    this.state = arena.allocate(STATE_BYTES, 64);
    this.in = arena.allocate(IN_BYTES, 64);
    this.out = arena.allocate(OUT_BYTES, 64);
  }

  @Override
  public void start(byte[] source, int from, int to) {
    this.source = source;
    this.position = from;
    this.end = to;
    try {
      library.start.invokeExact(state);
    } catch (Throwable e) {
      throw new IllegalStateException("igzip cannot be called", e);
    }
    state.set(ValueLayout.JAVA_INT, AVAILABLE_IN, 0);
  }

  @Override
  public int inflate(byte[] target, int offset, int most) {
    int room = Math.min(most, OUT_BYTES);
    state.set(ValueLayout.ADDRESS, NEXT_OUT, out);
    state.set(ValueLayout.JAVA_INT, AVAILABLE_OUT, room);
    while (true) {
      feed();
      if (step() != SUCCESS) {
        return REFUSED;
      }
      int left = state.get(ValueLayout.JAVA_INT, AVAILABLE_OUT);
      boolean hungry = state.get(ValueLayout.JAVA_INT, AVAILABLE_IN) == 0 && position < end;
      if (left == 0 || !hungry) {
        MemorySegment.copy(out, ValueLayout.JAVA_BYTE, 0, target, offset, room - left);
        return room - left;
      }
    }
  }

  private void feed() {
    if (state.get(ValueLayout.JAVA_INT, AVAILABLE_IN) == 0 && position < end) {
      int count = Math.min(IN_BYTES, end - position);
      MemorySegment.copy(source, position, in, ValueLayout.JAVA_BYTE, 0, count);
      position += count;
      state.set(ValueLayout.ADDRESS, NEXT_IN, in);
      state.set(ValueLayout.JAVA_INT, AVAILABLE_IN, count);
    }
  }

  private int step() {
    try {
      return (int) library.inflate.invokeExact(state);
    } catch (Throwable e) {
      throw new IllegalStateException("igzip cannot be called", e);
    }
  }

  @Override
  public int left() {
    return end
        - position
        + state.get(ValueLayout.JAVA_INT, AVAILABLE_IN)
        + state.get(ValueLayout.JAVA_INT, BITS_READ) / Byte.SIZE;
  }
}
