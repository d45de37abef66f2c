using System.Reflection;

[assembly: AssemblyTitle("Esp32Aed.GeneratedModel")]
[assembly: AssemblyProduct("Esp32Aed")]
[assembly: AssemblyCopyright("Copyright (c) 2026 The Esp32Aed authors")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
