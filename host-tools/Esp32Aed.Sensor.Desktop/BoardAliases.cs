// The sensor's sources compile unmodified: where a nanoFramework type has a namesake in .NET, these aliases, which win over the
// sources' own using directives, lead to the virtual board's. The other nanoFramework types have their own namespaces there.
global using AutoResetEvent = Esp32Aed.VirtualBoard.Api.AutoResetEvent;
global using Console = Esp32Aed.VirtualBoard.Api.Console;
global using DateTime = Esp32Aed.VirtualBoard.Api.DateTime;
global using File = Esp32Aed.VirtualBoard.Api.File;
global using HttpClient = Esp32Aed.VirtualBoard.Api.HttpClient;
global using StringContent = Esp32Aed.VirtualBoard.Api.StringContent;
global using Thread = Esp32Aed.VirtualBoard.Api.Thread;

// The chain's time is the board's to tell.
global using DetectionChain = Esp32Aed.Sensor.Desktop.TimedChain;
