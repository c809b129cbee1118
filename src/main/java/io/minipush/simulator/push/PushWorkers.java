package io.minipush.simulator.push;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.camel.util.concurrent.CamelThreadFactory;

/** The threads and connections that push. They outlive a reset of the platform; none is started before the first push. */
public final class PushWorkers implements AutoCloseable {
    private static final int AT_ONCE = 8;
    private final ScheduledThreadPoolExecutor threads;
    private HttpClient http;

    public PushWorkers() {
        threads = new ScheduledThreadPoolExecutor(AT_ONCE, new CamelThreadFactory("#name#", "simulator-push", true));
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void later(Duration delay, Runnable task) {
        try {
            threads.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // the simulator is closing
        }
    }

    /** Sends on the caller's thread. */
    PushAnswer send(PushRequest request, Duration timeout) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.url()).timeout(timeout);
        if (request.body() == null) {
            builder.GET();
        } else {
            builder.header("Content-Type", request.contentType()).POST(BodyPublishers.ofByteArray(request.body()));
        }
        try {
            HttpResponse<String> answer = http().send(builder.build(), BodyHandlers.ofString());
            return PushAnswer.of(answer.statusCode(), answer.body());
        } catch (HttpTimeoutException e) {
            return new PushAnswer(0, PushAnswer.TIMEOUT);
        } catch (IOException e) {
            return new PushAnswer(0, PushAnswer.UNREACHABLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PushAnswer(0, PushAnswer.UNREACHABLE);
        }
    }

    private synchronized HttpClient http() {
        if (http == null) {
            http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
        }
        return http;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
