;; Opens the pipeline named by $PIPELINE as the settings in $SETTINGS say, waits for its problems, renames the task at
;; the cursor, saves it, and writes what came of it.
(require 'eglot)
(require 'flymake)
(require 'json)

;; Emacs before 29 has no mode for YAML of its own.
(unless (fboundp 'yaml-ts-mode) (define-derived-mode yaml-ts-mode prog-mode "YAML"))

(load (getenv "SETTINGS") nil t)
(setq eglot-sync-connect 30 make-backup-files nil)

(defun told ()
  (mapcar (lambda (found)
            (format "%d: %s" (line-number-at-pos (flymake-diagnostic-beg found)) (flymake-diagnostic-text found)))
          (flymake-diagnostics)))

(defun await (what condition)
  (let ((end (+ (float-time) 30)))
    (while (not (funcall condition))
      (when (> (float-time) end)
        (message "waited too long for %s" what)
        (kill-emacs 1))
      (accept-process-output nil 0.05))))

(find-file (getenv "PIPELINE"))
(call-interactively #'eglot)
(flymake-mode 1)
(flymake-start)
(await "the problems" #'told)
(let ((before (told)))
  (goto-char (point-min))
  (search-forward "load")
  (backward-char)
  (eglot-rename "fetch")
  (save-buffer)
  (await "the problems after the rename" (lambda () (not (equal (told) before))))
  (princ (json-encode `((mode . ,(symbol-name major-mode))
                        (told . ,(vconcat before))
                        (text . ,(buffer-substring-no-properties (point-min) (point-max)))
                        (after . ,(vconcat (told))))))
  (kill-emacs 0))
