package io.minipush.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.camel.Message;
import org.apache.camel.component.servlet.ServletRestHttpBinding;

/** Between servlet and exchange at the front door for SDKs: no header comes in, and a fault goes out in WeChat's words. */
public final class SdkBinding extends ServletRestHttpBinding {

    private final SdkAnswers answers;

    public SdkBinding(SdkAnswers answers) {
        this.answers = answers;
        setHeaderFilterStrategy(new DoorHeaders());
        setMapHttpMessageFormUrlEncodedBody(false);
    }

    @Override
    public Object parseBody(HttpServletRequest request, Message message) {
        return request.getAttribute(SdkServlet.BODY);
    }

    @Override
    public void doWriteExceptionResponse(Throwable fault, HttpServletResponse response) throws IOException {
        answers.fault(fault, response);
    }
}
