using System;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Esp32Aed.Sensor;

/// <summary>Certificates and keys, as PEM files on drive <c>I:</c>.</summary>
public static class PemFile
{
    private const string Drive = "I:\\";

    /// <summary>The certificate in a file, or null where no file is named: then those count that the board itself keeps.</summary>
    /// <exception cref="ReportException">There is no such file, or no certificate in it.</exception>
    public static X509Certificate Authority(string file)
    {
        if (file == null)
        {
            return null;
        }

        var text = TextOf(file);
        try
        {
            return new X509Certificate(text);
        }
        catch (Exception)
        {
            throw new ReportException(file + " on drive I: is not a certificate in PEM form");
        }
    }

    /// <summary>The sensor's own certificate with its private key, or null where no certificate is named.</summary>
    /// <exception cref="ReportException">A file is missing, or the two are no certificate and its key.</exception>
    public static X509Certificate Own(string certificateFile, string keyFile)
    {
        if (certificateFile == null)
        {
            return null;
        }

        if (keyFile == null)
        {
            throw new ReportException(certificateFile + " needs its private key; name the key's file as key in [mqtt] of nf.secrets");
        }

        var certificate = TextOf(certificateFile);
        var key = TextOf(keyFile);
        try
        {
            return new X509Certificate2(certificate, key, string.Empty);
        }
        catch (Exception)
        {
            throw new ReportException(certificateFile + " and " + keyFile + " on drive I: are not a certificate and its private key in PEM form");
        }
    }

    private static string TextOf(string file)
    {
        if (!File.Exists(Drive + file))
        {
            throw new ReportException(file + " is not on drive I:; put it there with aed deploy");
        }

        var bytes = File.ReadAllBytes(Drive + file);
        return Encoding.UTF8.GetString(bytes, 0, bytes.Length);
    }
}
