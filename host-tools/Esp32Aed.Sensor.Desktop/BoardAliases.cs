// The sensor's sources compile unmodified: where a nanoFramework type has a namesake in .NET, these aliases, which win over the
// sources' own using directives, lead to the virtual board's. The other nanoFramework types have their own namespaces there.
global using AutoResetEvent = Esp32Aed.VirtualBoard.Api.AutoResetEvent;
global using CancellationTokenSource = Esp32Aed.VirtualBoard.Api.CancellationTokenSource;
global using Console = Esp32Aed.VirtualBoard.Api.Console;
global using DateTime = Esp32Aed.VirtualBoard.Api.DateTime;
global using Directory = Esp32Aed.VirtualBoard.Api.Directory;
global using File = Esp32Aed.VirtualBoard.Api.File;
global using FileInfo = Esp32Aed.VirtualBoard.Api.FileInfo;
global using FileStream = Esp32Aed.VirtualBoard.Api.FileStream;
global using HttpClient = Esp32Aed.VirtualBoard.Api.HttpClient;
global using NetworkInterface = Esp32Aed.VirtualBoard.Api.NetworkInterface;
global using HttpRequestMessage = Esp32Aed.VirtualBoard.Api.HttpRequestMessage;
global using SslProtocols = Esp32Aed.VirtualBoard.Api.SslProtocols;
global using SslVerification = Esp32Aed.VirtualBoard.Api.SslVerification;
global using StringContent = Esp32Aed.VirtualBoard.Api.StringContent;
global using Thread = Esp32Aed.VirtualBoard.Api.Thread;
global using X509Certificate = Esp32Aed.VirtualBoard.Api.X509Certificate;
global using X509Certificate2 = Esp32Aed.VirtualBoard.Api.X509Certificate2;

// The chain's time is the board's to tell.
global using ClipChain = Esp32Aed.Sensor.Desktop.TimedClipChain;
global using DetectionChain = Esp32Aed.Sensor.Desktop.TimedDetectionChain;
