@echo off
dotnet run --project "%~dp0host-tools\Esp32Aed.Cli" -c Release -v quiet -- %*
