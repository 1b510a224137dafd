package dev.everfill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  @TempDir Path temporary;
  private Path memory;

  @BeforeEach
  void nothingRemembered() {
    memory = temporary.resolve("port");
  }

  @Test
  void takesTheRememberedPort() throws Exception {
    int port = Ports.free();
    Ports.remember(memory, port);

    assertThat(Ports.choose(0, memory, "Test")).isEqualTo(port);
  }

  @Test
  void takesAnotherWhereTheRememberedOneIsTaken() throws Exception {
    try (ServerSocket taken = listening()) {
      Ports.remember(memory, taken.getLocalPort());

      assertThat(Ports.choose(0, memory, "Test")).isPositive().isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void anUnreadableMemoryIsNoMemory() throws Exception {
    Files.writeString(memory, "not a port");

    assertThat(Ports.choose(0, memory, "Test")).isPositive();
  }

  @Test
  void refusesANamedPortThatIsTaken() throws Exception {
    try (ServerSocket taken = listening()) {
      assertThatThrownBy(() -> Ports.choose(taken.getLocalPort(), memory, "Test"))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("Port " + taken.getLocalPort() + " on 127.0.0.1 is in use")
          .hasMessageContaining("choose another port");
    }
  }

  private static ServerSocket listening() throws Exception {
    return new ServerSocket(0, 1, InetAddress.getByName(Ports.HOST));
  }
}
