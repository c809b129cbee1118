package io.minipush.intake.file;

import java.io.Closeable;
import java.io.IOException;

/** The items of a file, read one after the other: the file may be larger than the memory. */
interface Lines extends Closeable {

    /** @return null at the end */
    Line next() throws IOException;

    /** What the file with the rejected lines begins with, with its line end; may be empty. */
    default byte[] before() {
        return new byte[0];
    }

    /** What stands between two rejected lines. */
    default byte[] between() {
        return new byte[] {'\n'};
    }

    /** What the file with the rejected lines ends with. */
    default byte[] after() {
        return new byte[] {'\n'};
    }
}
