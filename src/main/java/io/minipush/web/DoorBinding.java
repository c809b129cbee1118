package io.minipush.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.camel.Message;
import org.apache.camel.component.servlet.ServletRestHttpBinding;

/** Between servlet and exchange: a body that {@link BodyFilter} has let in goes in, a fault goes out as a problem. */
public final class DoorBinding extends ServletRestHttpBinding {

    public DoorBinding() {
        setHeaderFilterStrategy(new DoorHeaders());
        setMapHttpMessageFormUrlEncodedBody(false);
    }

    @Override
    public Object parseBody(HttpServletRequest request, Message message) {
        return request.getAttribute(BodyFilter.BODY);
    }

    @Override
    public void doWriteExceptionResponse(Throwable fault, HttpServletResponse response) throws IOException {
        Problems.write(Problems.of(fault), response);
    }
}
