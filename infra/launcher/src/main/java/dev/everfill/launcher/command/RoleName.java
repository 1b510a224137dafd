package dev.everfill.launcher.command;

import dev.everfill.launcher.pipeline.Role;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a role as it is written on the command line. */
final class RoleName implements ITypeConverter<Role> {
  @Override
  public Role convert(String text) {
    for (Role role : Role.values()) {
      if (role.toString().equals(text.strip().toLowerCase(Locale.ROOT))) {
        return role;
      }
    }
    throw new TypeConversionException(
        "there is no role " + text + "; there are capture, compute, write and ops");
  }
}
