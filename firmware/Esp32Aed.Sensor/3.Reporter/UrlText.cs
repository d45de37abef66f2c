using System.Text;

namespace Esp32Aed.Sensor;

/// <summary>Texts in addresses (RFC 3986).</summary>
public static class UrlText
{
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    /// <summary>A text as a part of an address: UTF-8, with all but letters, digits, and <c>-_.~</c> as <c>%</c> and two digits.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            if (unit < 0x80 && Plain.IndexOf((char)unit) >= 0)
            {
                escaped.Append((char)unit);
            }
            else
            {
                escaped.Append('%');
                escaped.Append(unit.ToString("X2"));
            }
        }

        return escaped.ToString();
    }
}
