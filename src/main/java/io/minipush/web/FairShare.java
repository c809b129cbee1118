package io.minipush.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.minipush.json.Digests;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Few requests at a time, and of those who wait the ones go first that come from callers who have little under way. A caller is whoever
 * shows the same {@code Authorization}, right or not, else an address. One of them can take all places while nobody else wants any, but
 * keeps the next one waiting for no longer than one request takes; and some room to wait is never his.
 */
final class FairShare extends QoSHandler {

    private static final String CALLER = "io.minipush.caller";

    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();
    private final int share;
    private final int most;

    /**
     * @param places  requests that are served at a time
     * @param waiting so many more may wait
     */
    FairShare(int places, int waiting, Predicate<Request> which) {
        exclude(which.negate());
        setMaxRequestCount(places);
        setMaxSuspendedRequestCount(waiting);
        this.share = places / 2;
        this.most = places + waiting - Math.max(1, waiting / 10);
    }

    @Override
    public boolean onConditionsMet(Request request, Response response, Callback callback) throws Exception {
        String caller = caller(request);
        request.setAttribute(CALLER, caller);
        Request.addCompletionListener(request, end -> underWay.computeIfPresent(caller, (who, count) -> count == 1 ? null : count - 1));
        if (underWay.merge(caller, 1, Integer::sum) > most) {
            Response.writeError(request, response, callback, getRejectStatusCode());
            return true;
        }
        return super.onConditionsMet(request, response, callback);
    }

    @Override
    protected int getPriority(Request request) {
        return underWay.getOrDefault((String) request.getAttribute(CALLER), 0) > share ? 0 : 1;
    }

    private static String caller(Request request) {
        String shown = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        return shown == null ? Request.getRemoteAddr(request) : Digests.of(shown);
    }
}
