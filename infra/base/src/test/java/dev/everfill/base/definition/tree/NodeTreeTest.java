package dev.everfill.base.definition.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeTreeTest {
  @ParameterizedTest
  @ValueSource(ints = {15, 17, 18})
  void readsWhatServersWrote(int version) throws IOException {
    Node.Struct query = query(version);
    assertThat(query.name()).isEqualTo("QUERY");
    assertThat(query.flag("hasAggs")).isTrue();
    assertThat(query.flag("hasSubLinks")).isFalse();
    assertThat(query.has("sortClause")).isFalse();
    List<Node.Struct> targets = query.structs("targetList");
    assertThat(targets.stream().map(t -> t.text("resname")))
        .containsExactly("id (x)", "last_seen", "t");
    Node.Struct concatenation = targets.get(2).struct("expr");
    Node.Struct constant = (Node.Struct) concatenation.list("args").get(0);
    // A length word, then 'é {\' in UTF-8.
    assertThat(constant.get("constvalue")).isEqualTo(new Node.Datum("24000000c3a9207b5c"));
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 17, 18})
  void findsJoins(int version) throws IOException {
    Node.Struct join = (Node.Struct) query(version).struct("jointree").list("fromlist").get(0);
    assertThat(join.name()).isEqualTo("JOINEXPR");
    assertThat(join.number("jointype")).isEqualTo(1);
    assertThat(join.struct("quals").list("args")).hasSize(2);
  }

  @Test
  void readsListsOfNumbersAndNothing() {
    Node node = NodeTree.parse("{X :a (i 1 -2) :b (b) :c <> :d (\"i\" \"\") :e \\<> :f (o 7)}");
    Node.Struct struct = (Node.Struct) node;
    assertThat(struct.list("a")).containsExactly(new Node.Token("1"), new Node.Token("-2"));
    assertThat(struct.list("b")).isEmpty();
    assertThat(struct.has("c")).isFalse();
    assertThat(struct.list("d")).containsExactly(new Node.Token("i"), new Node.Token(""));
    assertThat(struct.text("e")).isEqualTo("<>");
    assertThat(struct.list("f")).containsExactly(new Node.Token("7"));
  }

  @Test
  void readsBytesBetweenFields() {
    Node.Struct struct = (Node.Struct) NodeTree.parse("{C :v 4 [ 1 0 -1 127 ] :w 5}");
    assertThat(struct.get("v")).isEqualTo(new Node.Datum("0100ff7f"));
    assertThat(struct.number("w")).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{X :a 1", "{X :a 1}}", "(1 2", "{X a 1}", "{X :a}", "{X :a 4 [ 1"})
  void refusesWhatIsNoTree(String text) {
    assertThatThrownBy(() -> NodeTree.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesToOverflowTheStack() {
    String deep = "(".repeat(100_000) + ")".repeat(100_000);
    assertThatThrownBy(() -> NodeTree.parse(deep))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nested deeper");
  }

  private static Node.Struct query(int version) throws IOException {
    String resource = "/node-trees/postgres-" + version + ".txt";
    try (InputStream in = NodeTreeTest.class.getResourceAsStream(resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return (Node.Struct) ((Node.Items) NodeTree.parse(text)).items().get(0);
    }
  }
}
