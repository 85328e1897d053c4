/// The page that shows the drawn stream and the number of people. It requests only this server.
enum LivePage {
    /// The content security policy: the page loads nothing from other servers.
    static let policy =
        "default-src 'none'; img-src 'self' data:; connect-src 'self'; style-src 'unsafe-inline'; "
        + "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    static let html = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Poise live</title>
        <link rel="icon" href="data:,">
        <style>
          html, body { height: 100%; margin: 0 }
          body { display: flex; flex-direction: column; background: #16181c; color: #d9dce2;
                 font: 15px/1.5 system-ui, sans-serif }
          main { flex: 1; min-height: 0; display: flex; align-items: center; justify-content: center }
          img { width: 100%; height: 100%; object-fit: contain }
          img.none { visibility: hidden }
          footer { display: flex; flex-wrap: wrap; gap: .2em 1.6em; padding: .5em 1em; background: #1f2228;
                   font-variant-numeric: tabular-nums }
          #source { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
          a { color: #8ab4f8; text-decoration: none }
        </style>
        </head>
        <body>
        <main><img id="image" class="none" src="/stream" alt="The image with the people drawn into it"></main>
        <footer>
          <span id="source"></span>
          <span id="people"></span>
          <span id="rate"></span>
          <span id="state">waiting for images</span>
          <span><a href="/poses">poses</a></span>
        </footer>
        <script>
          const show = (id, text) => { document.getElementById(id).textContent = text }
          const image = document.getElementById("image")
          image.addEventListener("load", () => image.classList.remove("none"))
          let recent = [], isLost = false
          const poses = new EventSource("/poses")
          poses.addEventListener("open", () => {
            // The program was restarted, so the image stream must be restarted, too.
            if (isLost) image.src = "/stream?" + Date.now()
            isLost = false
          })
          poses.addEventListener("error", () => {
            isLost = true
            show("state", "no connection")
          })
          poses.addEventListener("end", () => {
            poses.close()
            show("state", "the stream has ended")
          })
          poses.addEventListener("header", event => {
            const header = JSON.parse(event.data)
            show("source", header.file + ", " + header.width + " x " + header.height)
          })
          poses.addEventListener("message", event => {
            const frame = JSON.parse(event.data), now = performance.now()
            recent = recent.filter(time => now - time < 2000)
            recent.push(now)
            const count = frame.people.length
            show("people", count == 0 ? "no people" : count == 1 ? "1 person" : count + " people")
            if (recent.length > 2) {
              show("rate", Math.round((recent.length - 1) / (now - recent[0]) * 1000) + " frames per second")
            }
            show("state", "live")
          })
        </script>
        </body>
        </html>
        """
}
