package io.minipush.storage;

import java.io.IOException;

import com.fasterxml.jackson.core.JacksonException;
import org.springframework.transaction.TransactionSystemException;

/** What a fault comes down to, in words that may stand in a log: a database quotes rows in its own, disk and network do not. */
public final class Cause {

    private Cause() {
    }

    /** What disk or network said, if they are behind it; else only what kind of fault it is. */
    public static String of(Throwable fault) {
        String kind = fault.getClass().getSimpleName();
        String said = said(fault);
        return said == null ? kind : kind + ": " + said;
    }

    private static String said(Throwable fault) {
        String said = null;
        for (Throwable cause = fault; cause != null && said == null; cause = cause.getCause()) {
            if (cause instanceof IOException && !(cause instanceof JacksonException)) {
                said = cause.getMessage();
            } else if (cause instanceof TransactionSystemException rollback && rollback.getApplicationException() != null) {
                // The rollback failed too; what came first tells why.
                said = said(rollback.getApplicationException());
            }
        }
        return said;
    }
}
