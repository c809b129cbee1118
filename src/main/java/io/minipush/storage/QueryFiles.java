package io.minipush.storage;

import org.apache.camel.spi.PropertiesFunction;

/**
 * Resolves {@code {{query:claim-due}}} in a route to the statement's file: the database's own wording under
 * {@code sql/query/<database>/} where it has one, else the common one under {@code sql/query/}.
 */
public final class QueryFiles implements PropertiesFunction {

    private final Dialect dialect;

    public QueryFiles(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public String getName() {
        return "query";
    }

    /**
     * @param name a file name without {@code .sql}
     * @return what camel-sql takes as a query from the class path
     * @throws IllegalArgumentException if there is no such statement
     */
    @Override
    public String apply(String name) {
        for (String path : new String[] {"sql/query/" + dialect.folder() + "/" + name + ".sql", "sql/query/" + name + ".sql"}) {
            if (QueryFiles.class.getClassLoader().getResource(path) != null) {
                return "classpath:" + path;
            }
        }
        throw new IllegalArgumentException("there is no statement sql/query/" + name + ".sql for " + dialect.folder());
    }
}
