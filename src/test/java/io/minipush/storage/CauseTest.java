package io.minipush.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;

import com.fasterxml.jackson.core.JsonParseException;
import org.apache.camel.CamelExchangeException;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionSystemException;

class CauseTest {

    @Test
    void whatTheDiskOrTheNetworkSaysIsToldAndWhatADatabaseSaysIsNot() {
        IOException full = new IOException("No space left on device");
        assertThat(Cause.of(full)).isEqualTo("IOException: No space left on device");
        assertThat(Cause.of(new CamelExchangeException("o-ana", null, full))).isEqualTo("CamelExchangeException: No space left on device");
        assertThat(Cause.of(new SQLException("Key (touser)=(o-ana)", new ConnectException("Connection refused")))).isEqualTo("SQLException: Connection refused");
        assertThat(Cause.of(new IllegalStateException("o-ana", new SQLException("Key (touser)=(o-ana)")))).isEqualTo("IllegalStateException");
        assertThat(Cause.of(new IllegalStateException(new JsonParseException(null, "'o-ana' is no JSON")))).isEqualTo("IllegalStateException");
        assertThat(Cause.of(new IOException())).isEqualTo("IOException");
        TransactionSystemException rollback = new TransactionSystemException("rollback failed", new SQLException("closed"));
        rollback.initApplicationException(new SQLException("o-ana", full));
        assertThat(Cause.of(rollback)).isEqualTo("TransactionSystemException: No space left on device");
    }
}
