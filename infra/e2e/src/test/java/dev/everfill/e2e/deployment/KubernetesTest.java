package dev.everfill.e2e.deployment;

import static dev.everfill.e2e.deployment.DeploymentFiles.KUBERNETES;
import static dev.everfill.e2e.deployment.DeploymentFiles.at;
import static dev.everfill.e2e.deployment.DeploymentFiles.list;
import static dev.everfill.e2e.deployment.DeploymentFiles.map;
import static dev.everfill.e2e.deployment.DeploymentFiles.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The manifests: that they fit each other, and what they say of Everfill is so. */
class KubernetesTest {
  private static final Map<String, String> VERSIONS =
      Map.of(
          "ConfigMap", "v1",
          "Service", "v1",
          "Deployment", "apps/v1",
          "StatefulSet", "apps/v1",
          "PodDisruptionBudget", "policy/v1");

  private final List<Object> manifests = manifests();

  private static List<Object> manifests() {
    Object kustomization =
        DeploymentFiles.documents(KUBERNETES.resolve("kustomization.yaml")).get(0);
    List<Object> manifests = new ArrayList<>();
    for (String resource : texts(kustomization, "resources")) {
      manifests.addAll(DeploymentFiles.documents(KUBERNETES.resolve(resource)));
    }
    return manifests;
  }

  private List<Object> of(String... kinds) {
    return manifests.stream().filter(one -> List.of(kinds).contains(at(one, "kind"))).toList();
  }

  private List<Object> workloads() {
    return of("Deployment", "StatefulSet");
  }

  private static Object container(Object workload) {
    return at(workload, "spec", "template", "spec", "containers", 0);
  }

  @Test
  void everyKindIsOneThatThereIs() {
    assertThat(workloads()).hasSize(4);
    for (Object one : manifests) {
      assertThat(at(one, "apiVersion")).isEqualTo(VERSIONS.get(at(one, "kind")));
      assertThat(String.valueOf(at(one, "metadata", "name"))).startsWith("everfill");
    }
  }

  @Test
  void everyRoleRunsOnce() {
    List<String> roles = new ArrayList<>();
    for (Object workload : workloads()) {
      List<String> arguments = texts(container(workload), "args");
      assertThat(DeploymentFiles.refused(arguments)).isEmpty();
      assertThat(arguments).startsWith("run", "--role").endsWith("/etc/everfill/everfill.yaml");
      roles.add(arguments.get(2));
      assertThat(at(workload, "spec", "selector", "matchLabels", "app.kubernetes.io/component"))
          .isEqualTo(arguments.get(2));
    }
    assertThat(roles).containsExactlyInAnyOrder("capture", "compute", "write", "ops");
  }

  @Test
  void everyProbeAsksForWhatThereIs() throws IOException {
    for (Object workload : workloads()) {
      Object container = container(workload);
      assertThat(at(container, "ports", 0, "containerPort")).isEqualTo(8080);
      for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
        Map<?, ?> get = map(container, probe, "httpGet");
        assertThat(get.get("port")).isEqualTo(at(container, "ports", 0, "name"));
        assertThat(DeploymentFiles.endpoints()).as(probe).contains(String.valueOf(get.get("path")));
      }
      // It must answer while it waits for a server, or it would be killed for that server's outage.
      assertThat(at(container, "livenessProbe", "httpGet", "path")).isEqualTo("/health/live");
      String scrape = "prometheus.io/path";
      assertThat(DeploymentFiles.endpoints())
          .contains(
              String.valueOf(at(workload, "spec", "template", "metadata", "annotations", scrape)));
    }
  }

  @Test
  void everyPodIsBoundedAndUnprivileged() {
    for (Object workload : workloads()) {
      Map<?, ?> pod = map(workload, "spec", "template", "spec");
      assertThat(at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
      assertThat((Integer) at(pod, "securityContext", "runAsUser")).isPositive();
      assertThat((Integer) pod.get("terminationGracePeriodSeconds")).isGreaterThan(10);
      Object container = container(workload);
      assertThat(at(container, "securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
      assertThat(at(container, "securityContext", "allowPrivilegeEscalation")).isEqualTo(false);
      assertThat(texts(container, "securityContext", "capabilities", "drop"))
          .containsExactly("ALL");
      for (String bound : List.of("requests", "limits")) {
        assertThat(
                map(container, "resources", bound).keySet().containsAll(List.of("cpu", "memory")))
            .isTrue();
      }
    }
  }

  @Test
  void everyMountHasItsVolume() {
    for (Object workload : workloads()) {
      List<Object> volumes = new ArrayList<>();
      list(workload, "spec", "template", "spec", "volumes")
          .forEach(v -> volumes.add(at(v, "name")));
      list(workload, "spec", "volumeClaimTemplates")
          .forEach(claim -> volumes.add(at(claim, "metadata", "name")));
      List<Object> mounts = new ArrayList<>();
      list(container(workload), "volumeMounts").forEach(mount -> mounts.add(at(mount, "name")));
      assertThat(mounts).containsExactlyInAnyOrderElementsOf(volumes);
    }
    String readme = DeploymentFiles.text(KUBERNETES.resolve("README.md"));
    assertThat(readme).contains("create secret generic everfill", "db-password", "token");
  }

  @Test
  void everySelectorFindsPods() {
    for (Object workload : workloads()) {
      assertThat(finds(map(workload, "spec", "selector", "matchLabels"))).isEqualTo(1);
    }
    assertThat(of("PodDisruptionBudget")).hasSize(4);
    for (Object budget : of("PodDisruptionBudget")) {
      assertThat(finds(map(budget, "spec", "selector", "matchLabels"))).isEqualTo(1);
      assertThat(at(budget, "spec", "maxUnavailable")).isEqualTo(1);
    }
    for (Object service : of("Service")) {
      assertThat(finds(map(service, "spec", "selector"))).isEqualTo(1);
      assertThat(at(service, "spec", "ports", 0, "targetPort")).isEqualTo("http");
    }
    for (Object set : of("StatefulSet")) {
      assertThat(of("Service").stream().map(one -> at(one, "metadata", "name")))
          .contains(at(set, "spec", "serviceName"));
    }
  }

  private long finds(Map<?, ?> labels) {
    return workloads().stream()
        .map(one -> map(one, "spec", "template", "metadata", "labels"))
        .filter(pod -> pod.entrySet().containsAll(labels.entrySet()))
        .count();
  }
}
