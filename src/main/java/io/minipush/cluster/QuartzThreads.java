package io.minipush.cluster;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.quartz.spi.ThreadPool;

/**
 * The threads in which Quartz runs its jobs, named in {@code application.properties}. Those that Quartz brings look only twice a second
 * whether they are to end, so that each stop waited for nothing; these are begun when there is a job, and idle ones end at once.
 */
public final class QuartzThreads implements ThreadPool {

    private static final int MOST = 10;

    private final Semaphore free = new Semaphore(MOST);
    private String name = "quartz";
    private ExecutorService threads;

    @Override
    public void setInstanceId(String id) {
        // The name is enough.
    }

    @Override
    public void setInstanceName(String scheduler) {
        name = scheduler;
    }

    @Override
    public void initialize() {
        threads = Executors.newCachedThreadPool(job -> new Thread(job, name + "-job"));
    }

    @Override
    public int getPoolSize() {
        return MOST;
    }

    /** Its only caller is the thread that also hands in the jobs: what is free here is free when they come. */
    @Override
    public int blockForAvailableThreads() {
        free.acquireUninterruptibly();
        free.release();
        return Math.max(1, free.availablePermits());
    }

    @Override
    public boolean runInThread(Runnable job) {
        free.acquireUninterruptibly();
        try {
            threads.execute(() -> {
                try {
                    job.run();
                } finally {
                    free.release();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            free.release();
            return false;
        }
    }

    /** A job that runs goes on to its end: an interrupt in the middle of a statement would close H2's file. */
    @Override
    public void shutdown(boolean waitForJobsToComplete) {
        if (threads == null) {
            return;
        }
        threads.shutdown();
        try {
            while (waitForJobsToComplete && !threads.awaitTermination(1, TimeUnit.MINUTES)) {
                // It has commits to make.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
