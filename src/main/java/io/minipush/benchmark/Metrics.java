package io.minipush.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.OptionalDouble;

/** Reads the gateway's own figures from its {@code /metrics}. */
final class Metrics {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI metrics;

    Metrics(URI management) {
        this.metrics = management.resolve("/metrics");
    }

    /**
     * The sum of all series of this name whose labels contain the text.
     *
     * @return empty if there is none
     */
    OptionalDouble sum(String name, String label) throws IOException, InterruptedException {
        return sum(http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString()).body(), name, label);
    }

    static OptionalDouble sum(String exposition, String name, String label) {
        double[] values = exposition.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(java.util.Arrays.stream(values).sum());
    }
}
