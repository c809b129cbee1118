package io.minipush.storage;

import java.sql.SQLException;
import java.util.Set;

import com.zaxxer.hikari.SQLExceptionOverride;

/**
 * H2 closes a database that it could not write, as on a full disk, and its connections stay closed; the pool does not know the
 * codes. With them thrown away, the database is opened again once it can be written.
 */
public final class H2Closed implements SQLExceptionOverride {

    /** DATABASE_IS_CLOSED, IO_EXCEPTION_1 and _2, DATABASE_IS_CLOSED by the engine. */
    private static final Set<Integer> CLOSED = Set.of(90098, 90028, 90031, 90121);

    @java.lang.Override
    public Override adjudicate(SQLException fault) {
        return CLOSED.contains(fault.getErrorCode()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
