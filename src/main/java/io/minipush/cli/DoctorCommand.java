package io.minipush.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.minipush.doctor.Doctor;
import io.minipush.doctor.Finding;
import io.minipush.doctor.Finding.Grade;
import io.minipush.routes.RouteFault;
import io.minipush.routes.RouteFile;
import picocli.CommandLine.Command;

/** {@code minipush doctor}: whether a gateway with these settings would run, and what to do if not. */
@Command(name = "doctor", description = {"Looks at settings, folders, ports, database, broker, platform and edited routes, and says what to do.",
    "Nothing is changed, and no token in use is ended: it may run beside a gateway."},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:a gateway would run", "1:there is a FAIL", "2:wrong command line"})
final class DoctorCommand extends RouteFilesCommand {

    @Override
    int run() throws Exception {
        Map<String, String> environment = System.getenv();
        List<Finding> findings = new ArrayList<>(Doctor.examine(environment));
        if (findings.stream().noneMatch(finding -> finding.what().equals("settings") && finding.grade() == Grade.FAIL)) {
            findings.addAll(routes(environment));
        }
        findings.forEach(this::tell);
        return findings.stream().anyMatch(finding -> finding.grade() == Grade.FAIL) ? CliFault.REFUSED : 0;
    }

    private List<Finding> routes(Map<String, String> environment) throws Exception {
        List<Finding> findings = new ArrayList<>();
        Map<String, String> edited;
        try {
            edited = edited();
        } catch (IOException e) {
            return List.of(Finding.fail("routes", "cannot read " + folder(), "let the gateway's user read it"));
        }
        List<RouteFault> faults = new ArrayList<>();
        if (!edited.isEmpty()) {
            new RouteTrial(environment, builtIn()).run(edited, new TreeMap<>(builtIn().all()), this::nothingToSay, faults::add);
        }
        // A gateway goes on with the version that it took last, or the built-in one.
        faults.forEach(fault -> findings.add(new Finding(Grade.WARN, "routes", fault.toString(), "mend it, or `minipush routes rollback " + fault.file().replace(RouteFile.ENDING, "") + "`")));
        if (faults.isEmpty()) {
            findings.add(new Finding(Grade.OK, "routes", edited.isEmpty() ? "none is edited" : edited.size() + " edited file(s), all good", ""));
        }
        return findings;
    }

    private void nothingToSay(RouteFile good) {
        // Only faults are told.
    }

    private void tell(Finding finding) {
        if (json()) {
            say(JsonNodeFactory.instance.objectNode().put("grade", finding.grade().name()).put("what", finding.what()).put("detail", finding.detail())
                    .put("advice", finding.advice()).toString());
        } else {
            say(String.format("%-4s  %s: %s", finding.grade(), finding.what(), finding.detail()) + (finding.advice().isEmpty() ? "" : "\n      → " + finding.advice()));
        }
    }
}
